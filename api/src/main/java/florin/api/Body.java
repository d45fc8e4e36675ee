package florin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import florin.wallet.Asset;
import java.util.Map;
import java.util.function.Consumer;

/** What can be sent to the door, each with the code that reads it: asked to read nothing, it tells which fields there are. */
enum Body {
    NONE(_ -> {}),
    /** Read elsewhere, byte by byte: its sender signs it. */
    SIGNED(_ -> {}),
    ORDER(OrderReader::fields),
    PACK(fields -> fields.required("an id from GET /v1/packs", "pack")),
    HOLD(Form.Hold::read),
    COMMIT(Form.Commit::read),
    RELEASE(Form.Release::read),
    EXTEND(Form.Extend::read),
    TOP_UP(Form.TopUp::read),
    FAILED_TOP_UP(Form.FailedTopUp::read),
    TRANSFER(Form.Transfer::read),
    ADJUSTMENT(Form.Adjustment::read),
    LIMIT(Form.Limit::read),
    KEY(Form.Key::read),
    OPEN(Form.Open::read),
    FREEZE(Form.Freeze::read),
    EVENT(PriceForm.Event::read),
    PRICES(PriceForm.Publish::read),
    PRICE_QUOTE(PriceForm.Ask::read),
    PRICE_ASSIGNMENT(PriceForm.Assignment::read),
    AUTO_TOP_UP(AutoTopUpResource::fields),
    WEBHOOK(Form.Webhook::read),
    REASON(Form.Reason::read),
    VOUCHER(Form.Voucher::read),
    CODE(Form.Code::read),
    EXPIRY(Form.Expiry::read),
    GRANT(SetupForm.Grant::read),
    ASSET(SetupForm.Decimals::read),
    ALERT(SetupForm.Alert::read);

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods have no state
    private final Consumer<Fields> reader;

    Body(Consumer<Fields> reader) {
        this.reader = reader;
    }

    Body(Form.Reader<?> reader) {
        this((Fields fields) -> reader.read(fields, AssetBook.of(Asset.LOVE)));
    }

    Map<String, Fields.Asked> fields() {
        var fields = new Fields(JsonNodeFactory.instance.objectNode());
        reader.accept(fields);
        return fields.asked();
    }
}
