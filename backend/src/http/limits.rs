//! What stands outside the router: rate limits per address, and a time limit for each request.

use super::problem::Refusal;
use super::uploads::is_upload;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use recourse_contract::ProblemType;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// How much one address may ask for, and how long a request may take.
#[derive(Clone, Debug)]
pub struct Allowances {
    /// Changes a minute; 0 means no limit.
    pub writes: u32,
    /// Reads of the API a minute; 0 means no limit.
    pub reads: u32,
    /// The header in which a trusted proxy names the caller's address; its last entry counts.
    pub address_header: Option<HeaderName>,
    /// How long a request may take, its body included.
    pub time: Duration,
}

/// Where a request comes from: an address, or the network of an IPv6 address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Network(IpAddr);

impl Network {
    /// As a text. Without limits around the router all requests count as one network.
    pub(super) fn name(network: Option<Extension<Self>>) -> String {
        network.map(|Extension(Self(address))| address.to_string()).unwrap_or_default()
    }
}

/// How long a request may stay silent whose body may take its time: the pieces of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience(pub(super) Duration);

impl Patience {
    /// As the limits say; without them, as long as they usually do.
    pub(super) fn of(given: Option<Extension<Self>>) -> Self {
        given.map_or(Self(Duration::from_secs(30)), |Extension(patience)| patience)
    }
}

struct Limits {
    writes: Option<Limiter>,
    reads: Option<Limiter>,
    address_header: Option<HeaderName>,
    time: Duration,
}

struct Limiter {
    each: DefaultKeyedRateLimiter<IpAddr>,
    most: u32,
}

impl Limiter {
    fn new(per_minute: u32) -> Option<Self> {
        let most = NonZeroU32::new(per_minute)?;
        Some(Self { each: RateLimiter::keyed(Quota::per_minute(most)), most: per_minute })
    }
}

/// Puts the limits around the router.
pub fn limited(router: Router, allowances: Allowances) -> Router {
    let limits = Arc::new(Limits {
        writes: Limiter::new(allowances.writes),
        reads: Limiter::new(allowances.reads),
        address_header: allowances.address_header,
        time: allowances.time,
    });
    router.layer(middleware::from_fn_with_state(limits, check))
}

async fn check(
    State(limits): State<Arc<Limits>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let network = network(address(&request, limits.address_header.as_ref()).unwrap_or_else(|| peer.ip()));
    request.extensions_mut().insert(Network(network));
    let is_api = request.uri().path().starts_with(recourse_contract::BASE_PATH);
    let is_upload = is_upload(request.uri().path());
    let limiter = match *request.method() {
        Method::GET | Method::HEAD if is_api => limits.reads.as_ref(),
        // What counts is the file, not its pieces.
        Method::PATCH | Method::DELETE if is_upload => limits.reads.as_ref(),
        Method::GET | Method::HEAD | Method::OPTIONS => None,
        _ => limits.writes.as_ref(),
    };
    if let Some(limiter) = limiter {
        if let Err(early) = limiter.each.check_key(&network) {
            return too_many(early.wait_time_from(DefaultClock::default().now()), limiter.most);
        }
        // Addresses that are long gone are forgotten, now and then.
        if limiter.each.len() > 100_000 {
            limiter.each.retain_recent();
        }
    }
    if is_upload {
        // A large file on a slow line is no reason to cut it: only silence is.
        request.extensions_mut().insert(Patience(limits.time));
        return next.run(request).await;
    }
    match tokio::time::timeout(limits.time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::new(ProblemType::Timeout).into_response(),
    }
}

fn address(request: &Request, header: Option<&HeaderName>) -> Option<IpAddr> {
    let value = request.headers().get_all(header?).iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next()?.trim().parse().ok()
}

/// Of an IPv6 address the network counts: its holder has all addresses in it.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => std::net::Ipv6Addr::from(u128::from(v6) & !(u128::MAX >> 64)).into(),
        },
    }
}

fn too_many(wait: Duration, most: u32) -> Response {
    let mut refusal = Refusal::new(ProblemType::TooMany);
    refusal.0.limit = Some(most.into());
    let mut response = refusal.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    response
}
