//! Who is answered: this machine's browser, for the page that it was given, and nobody else. A page of another site may
//! send requests to this machine too; it neither knows the token nor bears the right `Origin`, and a name that was turned to
//! point here (DNS rebinding) shows in `Host`.

use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::http::request::Parts;

/// Bytes of the token.
const TOKEN: usize = 32;

/// What only the address that was printed has: random bytes from the system, in hexadecimal.
pub fn token() -> std::io::Result<String> {
    let mut bytes = [0; TOKEN];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// May this request be answered at all by what listens on this port?
pub fn is_welcome(request: &Parts, port: u16) -> bool {
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let is_host = |host: &str| hosts.iter().any(|known| known == host);
    let is_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(is_host);
    let is_own = |site: &str| site == "same-origin" || site == "none";
    let target = request.uri.authority();
    only(&request.headers, HOST).is_some_and(|host| host.is_some_and(is_host))
        && target.is_none_or(|target| is_host(target.as_str()))
        && only(&request.headers, ORIGIN).is_some_and(|origin| origin.is_none_or(is_origin))
        && only(&request.headers, HeaderName::from_static("sec-fetch-site"))
            .is_some_and(|site| site.is_none_or(is_own))
}

/// The header's value, if it is there; `None` where it is there twice, or no text.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<Option<&str>> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Some(None),
        (Some(value), None) => value.to_str().ok().map(Some),
        (Some(_), Some(_)) => None,
    }
}

/// What the page may do: nothing but what it brings along and asks this server for.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every answer.
pub fn headers() -> [(HeaderName, HeaderValue); 5] {
    let header = |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
    [
        header("content-security-policy", POLICY),
        header("x-content-type-options", "nosniff"),
        header("referrer-policy", "no-referrer"),
        header("cache-control", "no-store"),
        header("cross-origin-resource-policy", "same-origin"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    fn welcome(target: &str, headers: &[(&str, &str)]) -> bool {
        let request = Request::builder().uri(target);
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        is_welcome(&request.body(()).unwrap().into_parts().0, 8000)
    }

    const HERE: (&str, &str) = ("host", "127.0.0.1:8000");

    #[test]
    fn only_this_machine_and_this_page_are_answered() {
        assert!(welcome("/", &[HERE]));
        assert!(welcome("/", &[("host", "localhost:8000"), ("origin", "http://localhost:8000")]));
        assert!(welcome(
            "/",
            &[HERE, ("origin", "http://127.0.0.1:8000"), ("sec-fetch-site", "same-origin")]
        ));
        assert!(welcome("/", &[HERE, ("sec-fetch-site", "none")]));
        assert!(welcome("http://127.0.0.1:8000/", &[HERE]));
        for (target, headers) in [
            ("/", &[][..]),
            ("/", &[("host", "127.0.0.1")]),
            ("/", &[("host", "127.0.0.1:8001")]),
            ("/", &[("host", "evil.example:8000")]),
            ("/", &[("host", "127.0.0.1:8000.evil.example")]),
            ("/", &[HERE, HERE]),
            ("/", &[HERE, ("origin", "null")]),
            ("/", &[HERE, ("origin", "http://evil.example")]),
            ("/", &[HERE, ("origin", "https://127.0.0.1:8000")]),
            ("/", &[HERE, ("sec-fetch-site", "cross-site")]),
            ("/", &[HERE, ("sec-fetch-site", "same-site")]),
            ("http://evil.example/", &[HERE]),
        ] {
            assert!(!welcome(target, headers), "{target} {headers:?}");
        }
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (token().unwrap(), token().unwrap());
        assert_eq!((one.len(), one.bytes().all(|b| b.is_ascii_hexdigit())), (64, true));
        assert_ne!(one, other);
    }
}
