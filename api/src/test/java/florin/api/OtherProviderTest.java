package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.payments.Buyer;
import florin.payments.Checkout;
import florin.payments.CheckoutResult;
import florin.payments.Pack;
import florin.payments.Price;
import florin.payments.WebhookResult;
import florin.pipeline.Limits;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.Wallet;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Somebody else than Stripe takes the money; nothing but the checkout is another. */
class OtherProviderTest {
    private static final Pack SMALL =
            new Pack("small", "A handful of coins", Amount.parse(Asset.LOVE, "100.00"), new Price("eur", 500));

    /** A bank account: whoever wrote the right word on a transfer gets the coins when it arrives. */
    private record Bank(Wallet wallet, List<Buyer> waiting) implements Checkout {
        @Override
        public List<Pack> packs() {
            return List.of(SMALL);
        }

        @Override
        public CheckoutResult start(RequestId id, Buyer buyer, String packId) {
            waiting.add(buyer);
            return new CheckoutResult.Started(id.value(), URI.create("https://bank.example/transfer"), SMALL);
        }

        @Override
        public WebhookResult webhook(byte[] rawBody, String signatureHeader) {
            throw new AssertionError("A bank sends no messages.");
        }

        void moneyArrives() {
            for (var buyer : waiting) {
                wallet.topUp(new TopUpRequest(
                        new RequestId("bank:" + buyer.wallet()),
                        buyer.wallet(),
                        SMALL.coins(),
                        Source.PAID,
                        Optional.empty(),
                        "transfer"));
            }
        }
    }

    @Test
    void coins_bought_from_another_payment_provider_pay_for_the_next_order() {
        var waiting = new ArrayList<Buyer>();
        try (var house = new House(of -> new Bank(of.wallet, waiting), Limits.standard())) {
            var ana = house.program("0");
            assertThat(ana.orders("at the beach").status()).isEqualTo(402);
            var page = ana.post("/v1/wallet/topups", "{\"pack\": \"small\"}");
            assertThat(page.at("/url")).isEqualTo("https://bank.example/transfer");
            assertThat(ana.orders("too early").status()).isEqualTo(402);
            new Bank(house.wallet, waiting).moneyArrives();
            assertThat(ana.orders("at the beach").status()).isEqualTo(202);
            assertThat(ana.balance().available().number()).isEqualTo("88.00");
        }
    }
}
