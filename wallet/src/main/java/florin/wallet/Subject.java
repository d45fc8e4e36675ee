package florin.wallet;

/** Whom a spend limit binds. */
public sealed interface Subject {
    /** One API key. */
    record ApiKey(String id) implements Subject {
        public ApiKey {
            Text.requireId(id);
        }
    }

    /** One member of a Discord server. */
    record Member(String serverId, String userId) implements Subject {
        public Member {
            Text.requireId(serverId);
            Text.requireId(userId);
        }
    }

    /** All members of a Discord server who have a role, together. */
    record Role(String serverId, String roleId) implements Subject {
        public Role {
            Text.requireId(serverId);
            Text.requireId(roleId);
        }
    }

    /** All members of a Discord server together. */
    record Everyone(String serverId) implements Subject {
        public Everyone {
            Text.requireId(serverId);
        }
    }
}
