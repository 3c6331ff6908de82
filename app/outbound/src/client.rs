use std::{net::SocketAddr, sync::Arc, time::Duration};

use hickory_resolver::TokioResolver;
use reqwest::{
    Client, RequestBuilder,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
    redirect::Policy,
};
use url::{Host, Origin, Url};

use crate::{dns, is_public};

/// The largest answer.
const MOST_BYTES: usize = 1024 * 1024;
/// For everything: name, connection, answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// What an operator may set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Origins (`https://idp.corp.example`, `http://127.0.0.1:4000`) that may be reached whatever their address is.
    pub private_origins: Vec<String>,
    /// A DNS server to ask instead of the machine's own.
    pub dns_server: Option<SocketAddr>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The address is one that is not asked.
    #[error("the address {0}")]
    NotAllowed(&'static str),
    /// It answered with something else than success.
    #[error("it answered with the status {0}")]
    Status(u16),
    /// The answer is too large.
    #[error("its answer is larger than one megabyte")]
    TooLarge,
    /// No answer in time.
    #[error("it did not answer within eight seconds")]
    TooSlow,
    /// No connection, or a broken one.
    #[error("{0}")]
    Failed(String),
    /// The settings cannot be used.
    #[error("{0}")]
    Settings(String),
}

/// The way out. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    guarded: Client,
    /// Only for the origins that an operator named.
    open: Client,
    private_origins: Arc<[Origin]>,
    resolver: Arc<TokioResolver>,
}

impl Outbound {
    /// A way out under these settings.
    pub fn new(settings: &Settings) -> Result<Self, Fault> {
        let origins: Result<Vec<Origin>, Fault> = settings.private_origins.iter().map(|text| origin(text)).collect();
        let resolver = Arc::new(dns::resolver(settings.dns_server)?);
        let guard = Guard(resolver.clone());
        Ok(Self {
            guarded: client(|builder| builder.https_only(true).dns_resolver(Arc::new(guard)))?,
            open: client(|builder| builder)?,
            private_origins: origins?.into(),
            resolver,
        })
    }

    /// Fetches; only status 200 counts.
    pub async fn get(&self, url: &Url) -> Result<Vec<u8>, Fault> {
        let request = self.client_for(url)?.get(url.clone()).header(ACCEPT, "application/json, application/samlmetadata+xml, */*;q=0.5");
        let answer = send(request).await?;
        if answer.status == 200 { Ok(answer.body) } else { Err(Fault::Status(answer.status)) }
    }

    /// Sends a form and gives back what came, whatever its status.
    pub async fn post_form(&self, url: &Url, authorization: Option<&str>, form: String) -> Result<Answer, Fault> {
        let request = self.client_for(url)?.post(url.clone()).header(ACCEPT, "application/json");
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        let request = match authorization {
            Some(value) => request.header(AUTHORIZATION, value),
            None => request,
        };
        send(request).await
    }

    /// The TXT records of a name; none when there is no such name.
    pub async fn txt(&self, name: &str) -> Result<Vec<String>, Fault> {
        dns::txt(&self.resolver, name).await
    }

    fn client_for(&self, url: &Url) -> Result<&Client, Fault> {
        if self.private_origins.contains(&url.origin()) {
            return Ok(&self.open);
        }
        if url.scheme() != "https" {
            return Err(Fault::NotAllowed("has to begin with https://"));
        }
        let literal = match url.host() {
            Some(Host::Ipv4(ip)) => Some(ip.into()),
            Some(Host::Ipv6(ip)) => Some(ip.into()),
            Some(Host::Domain(_)) => None,
            None => return Err(Fault::NotAllowed("names no server")),
        };
        if literal.is_some_and(|ip| !is_public(ip)) {
            return Err(Fault::NotAllowed("is not one of the open internet"));
        }
        Ok(&self.guarded)
    }
}

impl std::fmt::Debug for Outbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outbound({} private origins)", self.private_origins.len())
    }
}

/// Looks a name up and gives only addresses of the open internet. The connection goes to one of exactly these, so a name
/// that is answered differently a moment later changes nothing.
struct Guard(Arc<TokioResolver>);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.0.clone();
        Box::pin(async move {
            let found = resolver.lookup_ip(name.as_str()).await?;
            let addresses: Vec<SocketAddr> = found.iter().filter(|ip| is_public(*ip)).map(|ip| SocketAddr::new(ip, 0)).collect();
            if addresses.is_empty() {
                return Err("the name stands for no address of the open internet".into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn client(more: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Result<Client, Fault> {
    let builder = Client::builder().redirect(Policy::none()).no_proxy().timeout(PATIENCE).user_agent("AxonFlow").pool_max_idle_per_host(2);
    more(builder).build().map_err(|error| Fault::Settings(error.to_string()))
}

fn origin(text: &str) -> Result<Origin, Fault> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none());
    url.map(|url| url.origin())
        .ok_or_else(|| Fault::Settings(format!("\u{201c}{text}\u{201d} is not an origin such as https://idp.corp.example")))
}

async fn send(request: RequestBuilder) -> Result<Answer, Fault> {
    let mut response = request.send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(failed)? {
        if body.len() + part.len() > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(&part);
    }
    Ok(Answer { status, body })
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn failed(error: reqwest::Error) -> Fault {
    if error.is_timeout() {
        return Fault::TooSlow;
    }
    // The innermost cause says what happened; the outer ones repeat the address.
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    Fault::Failed(cause.to_string())
}

#[cfg(test)]
mod tests;
