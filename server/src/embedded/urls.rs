use std::path::Path;

use super::DATABASE;

/// Addresses of the database, one for each role that the service uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urls {
    /// Owns the cluster; for the role script and for tests.
    pub superuser: String,
    /// Migrations, provisioning and erasure.
    pub platform: String,
    /// All request traffic.
    pub web: String,
}

impl Urls {
    pub(super) fn new(socket: &Path, port: u16) -> Self {
        let encoded: String = url::form_urlencoded::byte_serialize(socket.as_os_str().as_encoded_bytes()).collect();
        // libpq reads a plus sign in an address as itself, not as a blank.
        let host = encoded.replace('+', "%20");
        // The host before the path is a formality that some parsers insist on; the one in the query wins.
        let url = |user: &str| format!("postgres://{user}@localhost:{port}/{DATABASE}?host={host}");
        Self { superuser: url("axonflow_superuser"), platform: url("axonflow_platform_admin"), web: url("axonflow_web") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_folder_travels_as_a_query_parameter() {
        let urls = Urls::new(Path::new("/tmp/a b"), 5432);

        assert_eq!(urls.web, "postgres://axonflow_web@localhost:5432/axonflow?host=%2Ftmp%2Fa%20b");
    }
}
