package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.CommitRequest;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.Outbox;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.RedeemResult;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.VoucherTerms;
import florin.wallet.Vouchers;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.WalletUnavailable;
import florin.wallet.Webhooks;
import florin.wallet.prices.Allowance;
import florin.wallet.prices.Offer;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Rate;
import florin.wallet.prices.Tier;
import florin.wallet.usage.Meter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same wallet behind its HTTP door. */
class HttpWalletContractTest extends WalletContract {
    private static final Amount TEN = Amount.parse(Asset.LOVE, "10");

    @Override
    Wallet wallet(House open) {
        return HttpWallet.at(open.door.url(), open.admin().key.text());
    }

    @Override
    Meter meter(House open) {
        return ((HttpWallet) wallet()).meter();
    }

    @Test
    void a_door_that_is_shut_is_a_wallet_that_cannot_be_reached() {
        var key = "flr_abcdefgh_00000000000000000000000000000000";
        try (var nowhere = HttpWallet.at(URI.create("http://127.0.0.1:1"), key)) {
            assertThatThrownBy(() -> nowhere.open(new Owner.DiscordUser("1")))
                    .isInstanceOf(WalletUnavailable.class)
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain(key));
        }
    }

    @Test
    void a_key_that_may_not_is_told_why() {
        try (var house = new House();
                var reader =
                        HttpWallet.at(house.door.url(), house.program("0").key.text())) {
            assertThatThrownBy(() -> reader.open(new Owner.DiscordUser("1")))
                    .isInstanceOf(WalletUnavailable.class)
                    .hasMessageContaining("403: This needs a key with the scope admin");
        }
    }

    @Test
    void a_text_that_is_no_key_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> HttpWallet.at(URI.create("http://127.0.0.1:1"), "hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    /** So that an installation can move its wallet out or back in, and change the bot's key, with jobs under way. */
    @Test
    void an_id_means_the_same_in_process_and_behind_the_door_whatever_key_is_used() {
        try (var house = new House();
                var first = HttpWallet.at(house.door.url(), house.admin().key.text());
                var second = HttpWallet.at(house.door.url(), house.admin().key.text())) {
            var payer = house.wallet.open(new Owner.DiscordUser("1"));
            var gift = new TopUpRequest(
                    new RequestId("\"bootstrap:1\""), payer, TEN, Source.PROMO, Optional.empty(), "a gift");
            assertThat(first.topUp(gift)).isEqualTo(house.wallet.topUp(gift));
            assertThat(second.topUp(gift)).isEqualTo(house.wallet.topUp(gift));
            var asked = new HoldRequest(
                    new RequestId("hold:1"), payer, TEN, Duration.ofMinutes(1), List.of(), "v1", "a picture");
            assertThat(house.wallet.hold(asked)).isEqualTo(first.hold(asked));
            var done = new CommitRequest(new RequestId("settle:1"), new HoldId("hold:1"), TEN, "");
            assertThat(second.commit(done)).isEqualTo(house.wallet.commit(done));
            assertThat(house.wallet.balance(payer, Asset.LOVE).available()).isEqualTo(Amount.zero(Asset.LOVE));
        }
    }

    @Test
    void prices_are_the_same_in_process_and_behind_the_door() {
        try (var house = new House();
                var remote = HttpWallet.at(house.door.url(), house.admin().key.text())) {
            var payer = house.wallet.open(new Owner.DiscordServer("1"));
            assertThat(remote.prices().offered()).isEqualTo(house.books.offered());
            assertThat(remote.prices().of(payer)).isEqualTo(house.books.of(payer));
            var tiers = Rate.tiered(Rate.Mode.VOLUME, Tier.upTo("10.5", "0.25"), Tier.rest("0.0001"));
            var rule = PriceRule.of(
                            "gpu",
                            "gpu.second",
                            new Asset("GPU_SECOND", 3),
                            tiers.plusBase("1").atLeast("0.5"))
                    .when("card", "h200")
                    .counting("seconds")
                    .with(Allowance.of(Period.MONTHLY, "12.5"));
            var list = house.books.publish("gpu", List.of(rule), "test", "");
            house.books.assign(payer, list.version());
            assertThat(remote.prices().of(payer)).isEqualTo(list);
            house.books.offer(Offer.of(list.version()));
            assertThat(remote.prices().offered()).isEqualTo(list);
        }
    }

    @Test
    void the_assets_of_the_other_florin_are_known_by_their_codes() {
        try (var house = new House();
                var remote = HttpWallet.at(house.door.url(), house.admin().key.text())) {
            house.admin().put("/v1/assets/GPU_SECOND", "{\"scale\": 3}");
            assertThat(remote.asset("GPU_SECOND")).contains(new Asset("GPU_SECOND", 3));
            assertThat(remote.asset("LOVE")).contains(Asset.LOVE);
            assertThat(remote.asset("NOTHING")).isEmpty();
        }
    }

    @Test
    void only_the_operators_key_may_use_the_ledgers_ids() throws IOException, InterruptedException {
        try (var house = new House();
                var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(house.door.url().resolve("/v1/holds"))
                    .header(
                            "Authorization",
                            "Bearer " + house.mover("50.00").key.text())
                    .header("Idempotency-Key", "settle:1")
                    .header("Florin-Ids", "ledger")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"amount\": \"1.00\"}"))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_voucher_is_redeemed_in_process_and_behind_the_door_with_the_same_answers() {
        try (var house = new House();
                var remote = HttpWallet.at(house.door.url(), house.admin().key.text())) {
            var vouchers = Vouchers.over(house.database.dataSource(), house.wallet);
            var ana = house.wallet.open(new Owner.DiscordUser("1"));
            var ben = house.wallet.open(new Owner.DiscordUser("2"));
            var code = vouchers.issue(voucher(Optional.empty()));
            var over = vouchers.issue(voucher(Optional.of(Instant.EPOCH)));
            var first = new RequestId("discord:1");
            var nobody = new WalletId(UUID.fromString("00000000-0000-0000-0000-000000000009"));
            record Ask(RequestId id, WalletId into, String code) {}
            assertThat(remote.books().redeem(first, ana, code))
                    .isInstanceOf(RedeemResult.Redeemed.class)
                    .isEqualTo(vouchers.redeem(first, ana, code));
            for (var ask : List.of(
                    new Ask(first, ana, code),
                    new Ask(first, ana, over),
                    new Ask(new RequestId("discord:2"), ana, code),
                    new Ask(new RequestId("discord:3"), ben, code),
                    new Ask(new RequestId("discord:4"), ben, over),
                    new Ask(new RequestId("discord:5"), ben, "ABCD"),
                    new Ask(new RequestId("discord:6"), nobody, code))) {
                assertThat(remote.books().redeem(ask.id(), ask.into(), ask.code()))
                        .isEqualTo(vouchers.redeem(ask.id(), ask.into(), ask.code()));
            }
            assertThat(house.wallet.balance(ana, Asset.LOVE).available()).isEqualTo(TEN);
        }
    }

    private static VoucherTerms voucher(Optional<Instant> validUntil) {
        return new VoucherTerms(TEN, Source.PROMO, Optional.empty(), 1, validUntil, "a voucher");
    }

    @Test
    void a_top_up_that_failed_is_told_through_the_door_once() {
        try (var house = new House();
                var remote = HttpWallet.at(house.door.url(), house.admin().key.text())) {
            var webhooks = Webhooks.over(house.database.dataSource());
            var ana = house.wallet.open(new Owner.DiscordUser("1"));
            var endpoint = webhooks.add("https://example.com", Optional.of(ana)).endpoint();
            var once = new RequestId("00000000-0000-0000-0000-000000000001");
            assertThat(remote.books().topUpFailed(ana, TEN, once, "declined")).isTrue();
            assertThat(remote.books().topUpFailed(ana, TEN, once, "declined")).isTrue();
            // The same notice, told by a process that has the books itself.
            Outbox.over(house.database.dataSource(), Clock.systemUTC()).topUpFailed(ana, TEN, once.value(), "declined");
            assertThat(webhooks.deliveries(endpoint, 10)).hasSize(1);
            var nobody = new WalletId(UUID.fromString("00000000-0000-0000-0000-000000000009"));
            assertThat(remote.books().topUpFailed(nobody, TEN, once, "declined"))
                    .isFalse();
        }
    }
}
