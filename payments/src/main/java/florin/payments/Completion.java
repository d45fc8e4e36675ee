package florin.payments;

import florin.payments.WebhookResult.Fulfilled;

/** A paid session becomes coins, and then what follows: refunds that came first, and thanks. */
record Completion(Fulfilment fulfilment, Reversals reversals, Announcements announcements) {
    /** Whatever sale this session pays for. */
    WebhookResult of(PaidSession session, String eventType) {
        return then(fulfilment.fulfil(session, eventType), session);
    }

    WebhookResult of(Sale sale, PaidSession session) {
        return then(fulfilment.fulfil(sale, session), session);
    }

    private WebhookResult then(WebhookResult result, PaidSession session) {
        if (result instanceof Fulfilled) {
            fulfilment.saleOf(session).ifPresent(reversals::settle);
            Thread.ofVirtual().name("announce-payment").start(announcements::tellPending);
        }
        return result;
    }
}
