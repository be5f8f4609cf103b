//! Chance, and the link tokens made from the server's key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use recourse_contract::Reference;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::{fs, io};

/// Gives random bytes; injected so that tests can repeat them.
pub trait Random: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's randomness.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system gives randomness");
    }
}

/// An opaque id: 128 random bits as 32 hexadecimal digits.
pub fn new_id(random: &dyn Random) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    hex(&bytes)
}

/// A reference for people.
pub fn new_reference(random: &dyn Random) -> Reference {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    let mut numbers = [0; 8];
    for (number, chunk) in numbers.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *number = u32::from_le_bytes(*chunk);
    }
    Reference::from_numbers(numbers)
}

/// A secret for a header: 256 random bits.
pub fn new_key(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Makes a file with a new key, readable by its owner alone; nothing when there is one.
///
/// # Errors
/// When the file cannot be made.
pub fn first_key(path: &Path, random: &dyn Random) -> io::Result<Option<String>> {
    if path.exists() {
        return Ok(None);
    }
    let key = new_key(random);
    keep_secret(path, format!("{key}\n").as_bytes())?;
    Ok(Some(key))
}

/// Under its final name the file is whole, whenever the power goes.
pub(crate) fn keep_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = path.with_extension("part");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

/// SHA-256 as hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The key of the link tokens. Whoever has it can open every ticket.
pub struct LinkKey([u8; 32]);

/// What a genuine link token opens.
#[derive(Debug, PartialEq, Eq)]
pub struct Link {
    /// The ticket.
    pub ticket: String,
    /// The generation of its links that the token belongs to.
    pub generation: i64,
}

impl LinkKey {
    /// A new key.
    pub fn new(random: &dyn Random) -> Self {
        let mut key = [0; 32];
        random.fill(&mut key);
        Self(key)
    }

    /// Reads the key's file; the first start makes it, readable by its owner alone.
    ///
    /// # Errors
    /// When the file cannot be read or made, or has not 32 bytes.
    pub fn open(path: &Path, random: &dyn Random) -> io::Result<Self> {
        match fs::read(path) {
            Ok(bytes) => {
                let key = bytes.try_into().map_err(|_| io::Error::other("the key file has not 32 bytes"))?;
                Ok(Self(key))
            }
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                let key = Self::new(random);
                keep_secret(path, &key.0)?;
                Ok(key)
            }
            Err(fault) => Err(fault),
        }
    }

    /// The token of a ticket's private link: id, generation and an HMAC (RFC 2104) over both.
    pub fn token(&self, link: &Link) -> String {
        let mac = URL_SAFE_NO_PAD.encode(self.mac(link).finalize().into_bytes());
        format!("{}.{}.{mac}", link.ticket, link.generation)
    }

    /// What a token opens, if it is ours. Compares in constant time.
    pub fn verify(&self, token: &str) -> Option<Link> {
        let mut parts = token.splitn(3, '.');
        let (ticket, generation, mac) = (parts.next()?, parts.next()?, parts.next()?);
        let link = Link { ticket: ticket.to_owned(), generation: generation.parse().ok()? };
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        self.mac(&link).verify_slice(&mac).ok()?;
        Some(link)
    }

    /// The one-time code of this address and nonce: six digits. It need not be kept.
    pub fn code(&self, email: &str, nonce: &str) -> String {
        let mac = self.keyed(&format!("code\0{email}\0{nonce}")).finalize().into_bytes();
        let number = mac.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        format!("{:06}", number % 1_000_000)
    }

    /// Whether this is that code. Compares in constant time.
    pub fn is_code(&self, email: &str, nonce: &str, typed: &str) -> bool {
        let code = self.code(email, nonce);
        let differ = code.bytes().zip(typed.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
        differ == 0 && code.len() == typed.len()
    }

    /// The secret part of the address that answers to a ticket's mails go to; a link of a later generation has another.
    pub fn reply_secret(&self, ticket: &str, generation: i64) -> String {
        hex(&self.keyed(&format!("reply\n{ticket}\n{generation}")).finalize().into_bytes())[..20].to_owned()
    }

    /// Whether this is it.
    pub fn is_reply_secret(&self, ticket: &str, generation: i64, given: &str) -> bool {
        // Eighty bits; the comparison takes the same time wherever they differ.
        let right = self.reply_secret(ticket, generation);
        right.len() == given.len() && right.bytes().zip(given.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
    }

    /// A network as it is kept for a day to count its requests: only the server's key leads back to it.
    pub fn client(&self, network: &str) -> String {
        hex(&self.keyed(&format!("client\n{network}")).finalize().into_bytes())[..32].to_owned()
    }

    fn mac(&self, link: &Link) -> Hmac<Sha256> {
        self.keyed(&format!("link\0{}\0{}", link.ticket, link.generation))
    }

    fn keyed(&self, text: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(text.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_ticket_and_no_other() {
        let key = LinkKey::new(&SystemRandom);
        let token = key.token(&Link { ticket: "abc".into(), generation: 1 });
        assert_eq!(key.verify(&token), Some(Link { ticket: "abc".into(), generation: 1 }));
        for forged in
            [token.replace("abc", "abd"), token.replace(".1.", ".2."), token[..token.len() - 2].to_owned(), "a.b.c".into()]
        {
            assert_eq!(key.verify(&forged), None, "{forged}");
        }
        assert_eq!(LinkKey::new(&SystemRandom).verify(&token), None, "another server's key");
    }
}
