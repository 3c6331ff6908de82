use crate::text::words;

words! {
    /// Where a held call stands; the words SDKs know.
    ApprovalStatus {
        /// Waits for a human.
        Pending = "pending",
        /// A human let it pass; it may be spent once.
        Approved = "approved",
        /// A human refused it.
        Rejected = "rejected",
        /// Nobody decided in time, which denies.
        Expired = "expired",
        /// An owner decided against the queue.
        Overridden = "overridden",
    }
}

words! {
    /// Which surface asked.
    Plane {
        /// Decision mode: `POST /api/v1/decide`.
        Decide = "decide",
        /// Gateway mode: `POST /api/policy/pre-check`.
        PreCheck = "pre_check",
        /// Proxy mode: `POST /api/request`.
        Proxy = "proxy",
        /// `POST /api/v1/mcp/check-input`.
        McpInput = "mcp_input",
        /// `POST /api/v1/mcp/check-output`.
        McpOutput = "mcp_output",
        /// `POST /api/v1/hitl/queue`: asked for in so many words.
        Queue = "queue",
    }
}
