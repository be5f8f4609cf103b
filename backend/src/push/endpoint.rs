//! Where messages go. Partners name the address: it must not lead into the operator's own network.

use axum::http::Uri;
use hyper_util::client::legacy::connect::dns::Name;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The address of a push service: https on its usual port, with the name of a host in the public internet. For tests,
/// `anywhere`: http, to any host. Nothing for anything else.
pub fn endpoint(text: &str, anywhere: bool) -> Option<Uri> {
    let uri: Uri = text.parse().ok()?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    let scheme = uri.scheme_str()?;
    let fits = match anywhere {
        true => scheme == "http" && !authority.host().is_empty(),
        false => scheme == "https" && authority.as_str() == authority.host() && is_name(authority.host()),
    };
    fits.then_some(uri)
}

/// Whether this is the full name of a host. The last part of a number's many forms begins with a digit, that of a name never
/// does; names of one part, and some others, are of the own network.
fn is_name(host: &str) -> bool {
    const OWN: [&str; 6] = ["localhost", "local", "internal", "lan", "home", "arpa"];
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
    };
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    let is_own = OWN.iter().any(|own| last.eq_ignore_ascii_case(own));
    host.len() <= 253 && host.split('.').all(label) && last.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_own
}

/// Whether an address is one of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match (v6.to_ipv4_mapped(), v6.segments()) {
            (Some(v4), _) => is_public_v4(v4),
            // An IPv4 address behind a translator (RFC 6052).
            (None, [0x64, 0xff9b, 0, 0, 0, 0, ..]) => is_public_v4(last_v4(v6)),
            // Tunnels that end at an IPv4 address (RFC 3056, RFC 4380), and documentation.
            (None, [0x2002, ..] | [0x2001, 0, ..] | [0x2001, 0xdb8, ..]) => false,
            // Global unicast (RFC 4291, 2.4).
            (None, [first, ..]) => first & 0xe000 == 0x2000,
        },
    }
}

fn last_v4(address: Ipv6Addr) -> Ipv4Addr {
    let [.., a, b, c, d] = address.octets();
    Ipv4Addr::new(a, b, c, d)
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let reserved = match address.octets() {
        // This network, carriers' own (RFC 6598), protocols, benchmarks, and what is kept for later.
        [0, ..] | [192, 0, 0, _] | [198, 18 | 19, ..] | [240..=255, ..] => true,
        [100, second, ..] => (64..128).contains(&second),
        _ => false,
    };
    !(reserved
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Looks hosts up, and finds those alone that are in the public internet: the name was checked when it came, and may lead
/// elsewhere since.
#[derive(Clone, Copy)]
pub struct PublicHosts;

impl tower::Service<Name> for PublicHosts {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(io::Error::other("the host has no address in the public internet"));
            }
            Ok(public.into_iter())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_host_of_the_public_internet() {
        for right in [
            "https://fcm.googleapis.com/fcm/send/abc:def",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://web.push.apple.com/QGx",
            "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d",
            "https://xn--bcher-kva.example/x",
        ] {
            assert!(endpoint(right, false).is_some(), "{right}");
        }
        for wrong in [
            "http://push.example/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://127.1/x",
            "https://localhost/x",
            "https://printer/x",
            "https://printer.local/x",
            "https://metadata.google.internal/x",
            "https://api.localhost/x",
            "https://push.example./x",
            "https://push.example:22/x",
            "https://push.example:443/x",
            "https://user@push.example/x",
            "https://user:pass@push.example/x",
            "https:///x",
            "https://-.example/x",
            "/x",
            "push.example",
            "",
            "javascript:alert(1)",
        ] {
            assert!(endpoint(wrong, false).is_none(), "{wrong}");
        }
        assert!(endpoint("http://127.0.0.1:9000/x", true).is_some(), "tests have no other");
        assert!(endpoint("https://push.example/x", true).is_none(), "and reach nobody else");
    }

    #[test]
    fn the_own_network_is_not_public() {
        for public in ["142.250.1.95", "2a00:1450:4007::95", "::ffff:142.250.1.95", "64:ff9b::8efa:15f"] {
            assert!(is_public(public.parse().expect("an address")), "{public}");
        }
        for own in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.1",
            "::1",
            "::",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
        ] {
            assert!(!is_public(own.parse().expect("an address")), "{own}");
        }
    }
}
