//! What an operator sets, on the command line or in the environment.

use crate::cli::Command;
use crate::http::base_of;
use axum::http::{HeaderName, HeaderValue};
use clap::Parser;
use lettre::Address;
use lettre::message::Mailbox;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The reference backend of Recourse: takes complaints of business partners, keeps them in SQLite, acknowledges them by
/// mail, and serves the app.
#[derive(Clone, Debug, Parser)]
#[command(name = "recourse-backend", version, args_conflicts_with_subcommands = true)]
pub struct Config {
    /// Something else than serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Where to listen.
    #[arg(long, env = "RECOURSE_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Where everything is kept: the database, the key of the private links, mail as files. Back it up.
    #[arg(long, env = "RECOURSE_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,

    /// The built app (dist/). Without it the backend is an API alone.
    #[arg(long, env = "RECOURSE_APP", value_name = "DIST")]
    pub app: Option<PathBuf>,

    /// The platform: names, topics, texts (TOML), with help articles in articles/ beside it. Without it, an invented platform
    /// for trying out.
    #[arg(long, env = "RECOURSE_SERVICE", value_name = "FILE")]
    pub service: Option<PathBuf>,

    /// The address under which partners reach the app, perhaps with a path; private links begin with it. Default: the address
    /// listened on.
    #[arg(long, env = "RECOURSE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,

    /// The mail server, for example smtps://user:password@mail.example or smtp://localhost:25. Default: mail is written
    /// as .eml files to DIR/mail.
    #[arg(long, env = "RECOURSE_SMTP", value_name = "URL", hide_env_values = true)]
    pub smtp: Option<String>,

    /// The sender of mail, for example "Complaints <complaints@platform.example>". Default: name and address of the
    /// platform.
    #[arg(long, env = "RECOURSE_MAIL_FROM", value_name = "MAILBOX")]
    pub mail_from: Option<Mailbox>,

    /// Where answers to mails go: mail to it, with a part after a plus sign, has to be handed to `recourse-backend mail-in`.
    /// Absent: mails have the platform's own address, and answers do not enter the thread.
    #[arg(long, env = "RECOURSE_REPLY_ADDRESS", value_name = "ADDRESS")]
    pub reply_address: Option<Address>,

    /// Origins whose pages may call the API, for example https://help.platform.example. Repeat it, or separate by commas.
    #[arg(long, env = "RECOURSE_CORS", value_name = "ORIGIN", value_delimiter = ',', value_parser = origin)]
    pub cors: Vec<HeaderValue>,

    /// Origins that may show the app in a frame. Repeat it, or separate by commas.
    #[arg(long, env = "RECOURSE_FRAME_ANCESTORS", value_name = "ORIGIN", value_delimiter = ',', value_parser = framer)]
    pub frame_ancestors: Vec<String>,

    /// Filings and replies from one address in a minute; 0: no limit.
    #[arg(long, env = "RECOURSE_WRITES_PER_MINUTE", value_name = "N", default_value_t = 30)]
    pub writes_per_minute: u32,

    /// Reads of the API from one address in a minute; 0: no limit.
    #[arg(long, env = "RECOURSE_READS_PER_MINUTE", value_name = "N", default_value_t = 600)]
    pub reads_per_minute: u32,

    /// The header in which your proxy names the caller's address, for example X-Forwarded-For. Set it only behind a
    /// proxy that always sets it.
    #[arg(long, env = "RECOURSE_ADDRESS_HEADER", value_name = "NAME")]
    pub address_header: Option<HeaderName>,

    /// Seconds that a request may take. The pieces of an upload may take longer, as long as something of them comes.
    #[arg(long, env = "RECOURSE_TIMEOUT", value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,

    /// Hours that an upload waits for the rest of it, and for a ticket that it goes with.
    #[arg(long, env = "RECOURSE_UPLOAD_HOURS", value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..))]
    pub upload_hours: u32,

    /// Megabytes of uploads that may wait at a time, so that nobody fills the disk; one address may announce a tenth of them. 0:
    /// no limit.
    #[arg(long, env = "RECOURSE_UPLOADS_WAITING", value_name = "MB", default_value_t = 4000)]
    pub uploads_waiting: u32,

    /// Seconds that the mail about an update waits for others of its ticket, so that several make one mail. An
    /// acknowledgement goes out at once.
    #[arg(long, env = "RECOURSE_MAIL_GATHER", value_name = "SECONDS", default_value_t = 60)]
    pub mail_gather: u32,

    /// The private key that push services know this backend by: P-256, base64url. Default: DIR/push.key, which the first start
    /// makes.
    #[arg(long, env = "RECOURSE_PUSH_KEY", value_name = "FILE")]
    pub push_key: Option<PathBuf>,

    /// Whom push services can reach, mailto: or https:. Default: the platform's e-mail address.
    #[arg(long, env = "RECOURSE_PUSH_CONTACT", value_name = "URL", value_parser = contact)]
    pub push_contact: Option<String>,

    /// For trying out: files demo tickets at the first start, and shows sent mail at /demo/mail. Never for real partners.
    #[arg(long, env = "RECOURSE_DEMO")]
    pub demo: bool,

    /// With --demo: no demo tickets, no demo incident.
    #[arg(long, env = "RECOURSE_EMPTY", requires = "demo")]
    pub empty: bool,

    /// With --demo: push messages go out by http, to any address. For tests.
    #[arg(long, env = "RECOURSE_PUSH_ANYWHERE", requires = "demo")]
    pub push_anywhere: bool,
}

/// First names of paths that the backend and the built app have themselves. A path of the app that begins with one of them could
/// not be told from these behind a proxy that takes the path away.
const OWN: [&str; 8] = ["api", "demo", "handler", "healthz", "icons", "later", "locales", "share"];

/// Where partners reach the app: an origin, perhaps with a path.
fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let base = base_of(url);
    let is_plain = base.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~%".contains(&b)) && !base.contains("//");
    if !url.starts_with("https://") && !url.starts_with("http://") || url.contains(['?', '#']) || !is_plain {
        return Err(format!("{text:?} is no address of an app, for example https://platform.example/complaints"));
    }
    match base.split('/').nth(1) {
        Some(name) if OWN.contains(&name) => Err(format!("/{name} is a path of the backend's own: choose another")),
        _ => Ok(url.to_owned()),
    }
}

fn origin(text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(&framer(text)?).map_err(|fault| fault.to_string())
}

/// Whom a push service can reach (RFC 8292, 2.1).
fn contact(text: &str) -> Result<String, String> {
    let is_url = ["mailto:", "https://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    let wrong = || format!("{text:?} is neither an address like mailto:push@platform.example nor a page by https");
    if is_url && !text.contains(char::is_whitespace) { Ok(text.to_owned()) } else { Err(wrong()) }
}

/// An origin: scheme, host, perhaps a port, nothing behind them (RFC 6454).
fn framer(text: &str) -> Result<String, String> {
    let wrong = || format!("{text:?} is no origin, for example https://help.platform.example");
    let (scheme, host) = text.split_once("://").ok_or_else(wrong)?;
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b)) && !host.is_empty();
    if matches!(scheme, "http" | "https") && plain { Ok(text.to_owned()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Config::command().debug_assert();
    }

    #[test]
    fn the_app_lies_at_an_origin_or_below_a_plain_path() {
        for (text, url) in [
            ("https://a.example/", "https://a.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://a.example/help/complaints/", "https://a.example/help/complaints"),
            ("https://a.example/my-api", "https://a.example/my-api"),
        ] {
            assert_eq!(public_url(text).as_deref(), Ok(url));
        }
        for wrong in [
            "a.example",
            "ftp://a.example",
            "https://a.example/a b",
            "https://a.example/a\"b",
            "https://a.example/a//b",
            "https://a.example?b",
        ] {
            assert!(public_url(wrong).is_err_and(|said| said.contains("no address")), "{wrong}");
        }
        for own in OWN {
            assert!(public_url(&format!("https://a.example/{own}/")).is_err_and(|said| said.contains("choose another")), "{own}");
        }
        // Every folder of the built app is one of them: behind a proxy that takes the path away its files would be looked for
        // one level too high.
        let page = include_str!("../../index.html");
        for (_, folder) in page.lines().filter_map(|line| line.split_once("rel=\"copy-dir\" href=\"public/")) {
            let name = folder.split('"').next().unwrap_or_default();
            assert!(OWN.contains(&name), "{name}");
        }
    }

    #[test]
    fn push_services_reach_somebody() {
        for right in ["mailto:push@platform.example", "https://platform.example/push"] {
            assert_eq!(contact(right).as_deref(), Ok(right));
        }
        for wrong in ["push@platform.example", "mailto:", "http://platform.example", "mailto:a b@platform.example"] {
            assert!(contact(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_origin_has_nothing_behind_it() {
        assert!(framer("https://a.example:8443").is_ok());
        for wrong in ["a.example", "https://a.example/", "ftp://a.example", "https://", "https://a.example; script-src *"] {
            assert!(framer(wrong).is_err(), "{wrong}");
        }
    }
}
