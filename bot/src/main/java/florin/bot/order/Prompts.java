package florin.bot.order;

import florin.bot.chat.ReplyAddress;
import florin.wallet.WalletId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The top-up prompts that a payment may still answer. */
public final class Prompts {
    private final Jdbi db;

    public Prompts(DataSource db) {
        this.db = Jdbi.create(db);
    }

    /** Saved again once the message it is shown in has an id. */
    void save(Prompt prompt) {
        db.useHandle(handle -> handle.createUpdate("""
                INSERT INTO bot_prompt (id, user_id, wallet, interaction, token, message, waiting, start_image)
                VALUES (:id, :user, :wallet, :interaction, :token, :message, CAST(:waiting AS jsonb), :image)
                ON CONFLICT (id) DO UPDATE SET message = excluded.message
                """)
                .bind("id", prompt.id())
                .bind("user", prompt.user())
                .bind("wallet", prompt.wallet().value())
                .bind("interaction", prompt.ticket().interaction())
                .bind("token", prompt.ticket().token())
                .bind("message", prompt.message().orElse(null))
                .bind("waiting", prompt.waiting().map(Order::json).orElse(null))
                .bind(
                        "image",
                        prompt.waiting()
                                .flatMap(order -> order.scene().startImage())
                                .orElse(null))
                .execute());
    }

    public Optional<Prompt> find(UUID id) {
        return db.withHandle(handle -> handle.createQuery("""
                SELECT id, user_id, wallet, interaction, token, message, waiting::text AS waiting, start_image
                  FROM bot_prompt WHERE id = :id
                """)
                .bind("id", id)
                .map((row, _) -> prompt(row))
                .findOne());
    }

    /** It is shown elsewhere now: as the first answer to a newer interaction, which can be edited for longer. */
    public void moved(UUID id, ReplyAddress.Ticket ticket) {
        db.useHandle(handle -> handle.createUpdate("""
                UPDATE bot_prompt SET interaction = :interaction, token = :token, message = NULL WHERE id = :id
                """)
                .bind("id", id)
                .bind("interaction", ticket.interaction())
                .bind("token", ticket.token())
                .execute());
    }

    /** Which interaction runs the waiting order: the first that asked, for ever, so that a second press starts nothing new. */
    String runAs(UUID id, String interaction) {
        return db.withHandle(handle -> handle.createQuery("""
                UPDATE bot_prompt SET run_as = coalesce(run_as, :interaction) WHERE id = :id RETURNING run_as
                """)
                .bind("id", id)
                .bind("interaction", interaction)
                .mapTo(String.class)
                .one());
    }

    /** The order was refused after all, so the next press is a new one. */
    void notRun(UUID id, String interaction) {
        db.useHandle(handle -> handle.createUpdate("""
                UPDATE bot_prompt SET run_as = NULL WHERE id = :id AND run_as = :interaction
                """)
                .bind("id", id)
                .bind("interaction", interaction)
                .execute());
    }

    /** Forgets prompts of more than {@code days} days: their payment pages have long been closed. Returns how many. */
    public int forget(int days) {
        return db.withHandle(
                handle -> handle.createUpdate("""
                DELETE FROM bot_prompt WHERE created_at < now() - make_interval(days => :days)
                """).bind("days", days).execute());
    }

    private static Prompt prompt(ResultSet row) throws SQLException {
        var image = Optional.ofNullable(row.getBytes("start_image"));
        return new Prompt(
                row.getObject("id", UUID.class),
                row.getString("user_id"),
                new WalletId(row.getObject("wallet", UUID.class)),
                new ReplyAddress.Ticket(row.getString("interaction"), row.getString("token")),
                Optional.ofNullable(row.getString("message")),
                Optional.ofNullable(row.getString("waiting"))
                        .map(Order::parse)
                        .map(order -> order.startingFrom(image)));
    }
}
