use std::{net::SocketAddr, time::Duration};

use hickory_resolver::{
    Resolver, TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
    proto::rr::RData,
};

use crate::Fault;

const PATIENCE: Duration = Duration::from_secs(2);

/// A resolver by the machine's settings, or one that asks a single server. Answers are not kept: whoever sets a record and
/// presses the button again wants to know what is there now.
pub(crate) fn resolver(server: Option<SocketAddr>) -> Result<TokioResolver, Fault> {
    let fault = |error: &dyn std::fmt::Display| Fault::Settings(format!("the DNS settings cannot be used: {error}"));
    let mut builder = match server {
        None => Resolver::builder_tokio().map_err(|error| fault(&error))?,
        Some(server) => {
            let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                connection.port = server.port();
                connection
            });
            let server = NameServerConfig::new(server.ip(), true, connections.to_vec());
            Resolver::builder_with_config(ResolverConfig::from_name_servers(vec![server]), TokioRuntimeProvider::default())
        }
    };
    let options = builder.options_mut();
    options.timeout = PATIENCE;
    options.attempts = 1;
    options.cache_size = 0;
    builder.build().map_err(|error| fault(&error))
}

/// The TXT records of exactly this name, each joined from its parts.
pub(crate) async fn txt(resolver: &TokioResolver, name: &str) -> Result<Vec<String>, Fault> {
    let absolute = format!("{}.", name.trim_end_matches('.'));
    match resolver.txt_lookup(absolute).await {
        Ok(found) => Ok(found.answers().iter().filter_map(|record| joined(&record.data)).collect()),
        Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
        Err(error) => Err(Fault::Failed(format!("DNS did not answer: {error}"))),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only text is asked for; an alias on the way is left out")]
fn joined(data: &RData) -> Option<String> {
    match data {
        RData::TXT(txt) => Some(txt.txt_data.iter().map(|part| String::from_utf8_lossy(part)).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::UdpSocket;

    use super::*;

    /// A server that knows one name.
    async fn server(name: &'static str, texts: &'static [&'static str]) -> SocketAddr {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let at = socket.local_addr().unwrap();
        tokio::spawn(async move {
            let mut buffer = [0; 1500];
            while let Ok((_, from)) = socket.recv_from(&mut buffer).await {
                socket.send_to(&answer(&buffer, name, texts), from).await.unwrap();
            }
        });
        at
    }

    fn answer(query: &[u8], name: &str, texts: &[&str]) -> Vec<u8> {
        let mut labels = Vec::new();
        let mut at = 12;
        while query[at] != 0 {
            let end = at + 1 + usize::from(query[at]);
            labels.push(String::from_utf8(query[at + 1..end].to_vec()).unwrap().to_lowercase());
            at = end;
        }
        let known = labels.join(".") == name;
        let count = if known { u8::try_from(texts.len()).unwrap() } else { 0 };
        let mut answer = [&query[..2], &[0x85, if known { 0x80 } else { 0x83 }, 0, 1, 0, count, 0, 0, 0, 0], &query[12..at + 5]].concat();
        for text in texts.iter().filter(|_| known) {
            let (first, second) = text.split_at(text.len() / 2);
            let parts: Vec<u8> =
                [first, second].iter().flat_map(|part| [&[u8::try_from(part.len()).unwrap()], part.as_bytes()].concat()).collect();
            answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, u8::try_from(parts.len()).unwrap()]);
            answer.extend(parts);
        }
        answer
    }

    #[tokio::test]
    async fn records_are_joined_and_a_missing_name_has_none() {
        let resolver = resolver(Some(server("_axonflow-challenge.acme.example", &["axonflow-verification=abc", "other"]).await)).unwrap();

        assert_eq!(
            txt(&resolver, "_axonflow-challenge.acme.example").await,
            Ok(vec!["axonflow-verification=abc".to_owned(), "other".to_owned()])
        );
        assert_eq!(txt(&resolver, "_axonflow-challenge.other.example").await, Ok(Vec::new()));
    }

    #[tokio::test]
    async fn a_silent_server_is_not_a_missing_record() {
        let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let at = socket.local_addr().unwrap();
        drop(socket);

        assert!(txt(&resolver(Some(at)).unwrap(), "acme.example").await.is_err());
    }
}
