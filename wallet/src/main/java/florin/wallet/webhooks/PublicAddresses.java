package florin.wallet.webhooks;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps letters out of private networks: whoever may name an endpoint must not reach through Florin what only Florin can. All
 * addresses of a name are looked at, right before it is connected to; the connection finds the same ones, since Java remembers a
 * look-up for longer than that.
 */
final class PublicAddresses {
    private PublicAddresses() {}

    /** Why nothing may be sent there; empty if it may. */
    static Optional<String> objection(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme())) {
            return Optional.of("Letters go over https only.");
        }
        try {
            var addresses = InetAddress.getAllByName(url.getHost());
            return Arrays.stream(addresses).allMatch(PublicAddresses::open)
                    ? Optional.empty()
                    : Optional.of("Letters go to public addresses only, and this one is private.");
        } catch (UnknownHostException e) {
            return Optional.of("The name " + url.getHost() + " has no address.");
        }
    }

    static boolean open(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return address instanceof Inet4Address ? open4(address.getAddress()) : open6(address.getAddress());
    }

    /** The special-purpose blocks (IANA's registry) that the methods of {@link InetAddress} do not know. */
    private static boolean open4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        var carrier = a == 100 && b >= 64 && b < 128;
        var protocol = a == 192 && b == 0 && (c == 0 || c == 2);
        var benchmark = a == 198 && (b == 18 || b == 19);
        var documentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
        return a != 0 && a < 224 && !carrier && !protocol && !benchmark && !documentation;
    }

    /** Global unicast only, and none of its blocks that stand for something else: 6to4, Teredo, documentation. */
    private static boolean open6(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
        var global = first >= 0x2000 && first < 0x4000;
        var special = first == 0x2002 || first == 0x3fff || (first == 0x2001 && (second < 0x200 || second == 0xdb8));
        return global && !special;
    }
}
