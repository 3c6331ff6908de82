use model::Invalid;
use url::{Host, Url};

/// The longest address that is taken.
const MOST: usize = 2_000;

/// An address that a browser may be sent to: `https`, or `http` on this very machine; no user, no fragment.
pub fn secure_url(field: &'static str, text: &str) -> Result<Url, Invalid> {
    let url = Url::parse(text.trim()).map_err(|_| Invalid::new(field, "is not an address such as https://login.example/sso"))?;
    if text.len() > MOST {
        return Err(Invalid::new(field, format!("is longer than {MOST} characters")));
    }
    if url.scheme() != "https" && !(url.scheme() == "http" && is_this_machine(&url)) {
        return Err(Invalid::new(field, "has to begin with https://"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(Invalid::new(field, "must not carry a user, a password or a fragment"));
    }
    Ok(url)
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_a_browser_may_be_sent_to_are_taken() {
        for good in
            ["https://login.example/sso?x=1", " https://login.example ", "http://127.0.0.1:4000/sso", "http://localhost/a", "http://[::1]/"]
        {
            assert!(secure_url("sso_url", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "login.example",
            "http://login.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a:b@c.example",
            "https://c.example/#x",
            "http://localhost.example/",
            "//x",
        ] {
            assert!(secure_url("sso_url", bad).is_err(), "{bad}");
        }
    }
}
