//! The settings of the use cases.

use governance::Settings;
use model::KeyEnvironment;

/// Days after which the sealed call of a closed hold is destroyed.
const SEALED_CALL_DAYS: i64 = 7;

/// For a server that people reach at `public_url`.
pub fn for_server(public_url: String) -> Settings {
    Settings {
        public_url,
        sealed_call_days: SEALED_CALL_DAYS,
        server_actions: policy::Actions::new(),
        key_environments: KeyEnvironment::ALL.to_vec(),
        mailer: None,
        admin_key: None,
    }
}

/// For commands, which show no addresses and send no letters: those wait for the service.
pub fn for_commands() -> Settings {
    for_server("http://localhost:8080".to_owned())
}
