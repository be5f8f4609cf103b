//! The ways a mail can go: into a folder, or to a mail server.

use super::Letter;
use async_trait::async_trait;
use lettre::message::{Mailbox, header};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
use std::time::Duration;

/// How long a mail server may take for one mail.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a mail did not go. It carries no address: it stands in the log and in the queue.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotSent(pub String);

/// A way for mail; injected so that tests can take another.
#[async_trait]
pub trait Way: Send + Sync {
    /// Hands a mail over. `id` is stable over repetitions: a mail that goes out twice has one Message-ID.
    async fn send(&self, id: &str, letter: &Letter) -> Result<(), NotSent>;
}

/// Makes an RFC 5322 message.
fn message(id: &str, letter: &Letter, from: &Mailbox) -> Result<Message, NotSent> {
    let to = address(&letter.to).ok_or_else(|| NotSent("the address is not one for mail".into()))?;
    let named = |id: &str| format!("<{id}@{}>", from.email.domain());
    let mut message = Message::builder();
    // RFC 5322, 3.6.4: mail programs show the mails about one ticket together.
    if let Some(root) = &letter.below {
        message = message.in_reply_to(named(root)).references(named(root));
    }
    if let Some(reply_to) = &letter.reply_to {
        let address = address(reply_to).ok_or_else(|| NotSent("the address for answers is not one for mail".into()))?;
        message = message.reply_to(Mailbox::new(None, address));
    }
    message
        .from(from.clone())
        .to(Mailbox::new(Some(letter.name.clone()).filter(|name| !name.is_empty()), to))
        .subject(&letter.subject)
        .message_id(Some(named(id)))
        // RFC 3834: so that vacation notices do not answer.
        .header(AutoSubmitted)
        .header(header::ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|fault| NotSent(fault.to_string()))
}

/// Mail servers know `hôtel.example` as `xn--htel-vqa.example` (RFC 5891).
fn address(text: &str) -> Option<Address> {
    let (user, domain) = text.rsplit_once('@')?;
    Address::new(user, idna::domain_to_ascii(domain).ok()?).ok()
}

#[derive(Clone, Copy)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".into())
    }
}

/// Mail as `.eml` files in a folder: the default, for trying out and for systems that pick mail up from there.
pub struct Folder {
    /// Where.
    pub folder: PathBuf,
    /// The sender.
    pub from: Mailbox,
}

#[async_trait]
impl Way for Folder {
    async fn send(&self, id: &str, letter: &Letter) -> Result<(), NotSent> {
        let bytes = message(id, letter, &self.from)?.formatted();
        let unsent = |fault: std::io::Error| NotSent(format!("the mail folder: {fault}"));
        tokio::fs::create_dir_all(&self.folder).await.map_err(unsent)?;
        // Under its final name a file is whole.
        let half = self.folder.join(format!("{id}.part"));
        tokio::fs::write(&half, bytes).await.map_err(unsent)?;
        tokio::fs::rename(half, self.folder.join(format!("{id}.eml"))).await.map_err(unsent)
    }
}

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    patience: Duration,
}

impl Smtp {
    /// A server by its address: `smtps://user:password@host`, `smtp://host:587?tls=required`, `smtp://localhost:25`.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn new(url: &str, from: Mailbox) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|fault| fault.to_string())?;
        Ok(Self { transport: transport.timeout(Some(PATIENCE)).build(), from, patience: PATIENCE })
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }
}

#[async_trait]
impl Way for Smtp {
    async fn send(&self, id: &str, letter: &Letter) -> Result<(), NotSent> {
        let message = message(id, letter, &self.from)?;
        match tokio::time::timeout(self.patience, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            // The server's reply may quote the recipient; its code says enough.
            Ok(Err(fault)) => Err(NotSent(match fault.status() {
                Some(code) => format!("the mail server answered {code}"),
                None if fault.is_timeout() => "the mail server did not answer in time".into(),
                None => "the mail server cannot be reached".into(),
            })),
            Err(_) => Err(NotSent("the mail server did not answer in time".into())),
        }
    }
}
