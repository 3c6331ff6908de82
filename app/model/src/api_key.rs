use crate::text::words;

words! {
    /// What an API key is used in. It is part of what is signed, so a key of one is refused in the other.
    KeyEnvironment {
        /// Real work.
        Live = "live",
        /// Trying things out.
        Test = "test",
    }
}

words! {
    /// Who an API key stands for.
    KeyKind {
        /// A program that has its calls decided.
        Client = "client",
        /// A service that may use the connectors that it names and no other.
        Service = "service",
    }
}
