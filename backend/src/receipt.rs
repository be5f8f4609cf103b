//! Receipts: the keys that sign them, and what one says of an entry. They are made when they are asked for; none is stored.

use crate::secret::{Random, keep_secret, sha256};
use crate::store::TicketRow;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use recourse_contract::receipt::{
    Receipt, ReceiptFile, SignedReceipt, VERSION, answer_details, filing_details, hashed_text, is_given_for,
};
use recourse_contract::service::ReceiptKey;
use recourse_contract::update::UpdateKind;
use recourse_contract::{Timestamp, Update};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::{fs, io};

/// The file of the keys, in the data folder.
pub const RECEIPT_KEYS: &str = "receipt.keys";

/// The key that signs, and the public keys of those that did before.
pub struct ReceiptKeys {
    present: SigningKey,
    former: Vec<ReceiptKey>,
}

/// The same as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The present private key (RFC 8032, 5.1.5), base64url.
    secret: String,
    /// The latest first. Of these only the public half is kept: nothing is signed with them any more.
    #[serde(default)]
    former: Vec<ReceiptKey>,
}

impl ReceiptKeys {
    /// This key alone.
    pub fn of(secret: [u8; 32]) -> Self {
        Self { present: SigningKey::from_bytes(&secret), former: Vec::new() }
    }

    fn new(random: &dyn Random) -> Self {
        let mut secret = [0; 32];
        random.fill(&mut secret);
        Self::of(secret)
    }

    /// Reads the file; the first start makes it, readable by its owner alone. A key that was replaced since the last start
    /// signed until `now`.
    ///
    /// # Errors
    /// When the file cannot be read or made, or holds something else.
    pub fn open(path: &Path, random: &dyn Random, now: Timestamp) -> io::Result<Self> {
        match Self::read(path) {
            Ok(mut keys) => {
                if keys.former.iter().any(|key| key.until.is_none()) {
                    keys.former.iter_mut().for_each(|key| _ = key.until.get_or_insert(now));
                    keys.keep(path)?;
                }
                Ok(keys)
            }
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                let keys = Self::new(random);
                keys.keep(path)?;
                Ok(keys)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Puts a new key into the place of the present one, beside a backend that may run: it goes on with the one that it has
    /// until it starts anew. Gives the new one's id.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be written.
    pub fn rotate(path: &Path, random: &dyn Random) -> io::Result<String> {
        let mut former = Self::read(path)?;
        let mut keys = Self::new(random);
        keys.former.push(former.public());
        keys.former.append(&mut former.former);
        keys.keep(path)?;
        Ok(keys.public().id)
    }

    fn read(path: &Path) -> io::Result<Self> {
        // What the parser says of a fault could hold the key.
        let other = || io::Error::other("the file holds no keys of receipts");
        let kept: Kept = serde_json::from_str(&fs::read_to_string(path)?).map_err(|_| other())?;
        let secret = URL_SAFE_NO_PAD.decode(&kept.secret).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        Ok(Self { former: kept.former, ..Self::of(secret.ok_or_else(other)?) })
    }

    fn keep(&self, path: &Path) -> io::Result<()> {
        let kept = Kept { secret: URL_SAFE_NO_PAD.encode(self.present.as_bytes()), former: self.former.clone() };
        let text = serde_json::to_string_pretty(&kept)?;
        keep_secret(path, format!("{text}\n").as_bytes())
    }

    fn public(&self) -> ReceiptKey {
        let public = self.present.verifying_key().to_bytes();
        ReceiptKey { id: sha256(&public)[..16].to_owned(), public_key: URL_SAFE_NO_PAD.encode(public), until: None }
    }

    /// What `service` says of the keys, the present one first.
    pub fn published(&self) -> Vec<ReceiptKey> {
        std::iter::once(self.public()).chain(self.former.iter().cloned()).collect()
    }

    /// The receipt of an entry, if the partner wrote it. The same entry gives the same receipt, as long as key and platform have
    /// their names.
    pub fn signed(&self, row: &TicketRow, entry: &Update, platform: &str) -> Option<SignedReceipt> {
        let attachments = entry.attachments.iter().map(|file| ReceiptFile {
            name: file.name.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
        });
        let receipt = Receipt {
            version: VERSION,
            platform: platform.to_owned(),
            ticket: row.id.clone(),
            reference: row.reference.clone(),
            kind: row.kind,
            number: entry.number,
            entry: entry.kind,
            at: entry.at,
            text_sha256: sha256(hashed_text(&entry.text).as_bytes()),
            details_sha256: details(row, entry).map(|said| sha256(said.as_bytes())),
            attachments: attachments.collect(),
            key: self.public().id,
        };
        is_given_for(entry).then(|| self.sign(receipt))
    }

    /// Signs a receipt that names the present key.
    pub fn sign(&self, receipt: Receipt) -> SignedReceipt {
        let signature: Signature = self.present.sign(receipt.canonical().as_bytes());
        SignedReceipt { receipt, signature: URL_SAFE_NO_PAD.encode(signature.to_bytes()) }
    }
}

/// Whether a text is a public key, as `service` publishes them.
pub fn is_public_key(text: &str) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.is_some_and(|bytes| VerifyingKey::from_bytes(&bytes).is_ok())
}

/// What an entry says besides its text, as it is hashed.
fn details(row: &TicketRow, entry: &Update) -> Option<String> {
    match entry.kind {
        UpdateKind::Filed => {
            let fields = row.fields.iter().map(|(id, value)| (id.as_str(), value));
            Some(filing_details(&row.subject, &row.topic, fields, row.outcome_wanted.as_deref()))
        }
        _ => answer_details(entry.answers.iter().map(|answer| (answer.id.as_str(), &answer.value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::SystemRandom;
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    #[test]
    fn a_key_outlives_a_restart_and_only_its_owner_reads_it() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join(RECEIPT_KEYS);
        let made = ReceiptKeys::open(&path, &SystemRandom, Timestamp(1)).expect("it is made");
        let again = ReceiptKeys::open(&path, &SystemRandom, Timestamp(2)).expect("it is read");
        assert_eq!(made.published(), again.published());
        assert_eq!(made.published().len(), 1);
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_replaced_key_signs_until_the_next_start_and_stays_published() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join(RECEIPT_KEYS);
        let open = |now| ReceiptKeys::open(&path, &SystemRandom, Timestamp(now)).expect("it opens").published();
        let first = open(1).remove(0);
        let id = ReceiptKeys::rotate(&path, &SystemRandom).expect("a new one");
        let second = open(5);
        assert_eq!((second[0].id.clone(), second[0].until), (id, None));
        assert_eq!(second[1], ReceiptKey { until: Some(Timestamp(5)), ..first.clone() });
        assert_eq!(open(9), second, "once is enough");
        ReceiptKeys::rotate(&path, &SystemRandom).expect("another one");
        let ids: Vec<_> = open(12).into_iter().skip(1).map(|key| (key.id, key.until)).collect();
        assert_eq!(ids, [(second[0].id.clone(), Some(Timestamp(12))), (first.id, Some(Timestamp(5)))]);
        let text = fs::read_to_string(&path).expect("a file");
        assert_eq!(text.matches("secret").count(), 1, "of former keys the public half alone");
    }

    #[test]
    fn what_holds_no_keys_is_told_without_its_text() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join(RECEIPT_KEYS);
        assert!(ReceiptKeys::rotate(&path, &SystemRandom).is_err(), "there is none");
        for wrong in ["", "{}", "{\"secret\":\"hidden\"}", "{\"secret\":5}", "\"hidden\""] {
            fs::write(&path, wrong).expect("a file");
            let fault = ReceiptKeys::open(&path, &SystemRandom, Timestamp(1)).err().expect("a fault").to_string();
            assert!(!fault.contains("hidden"), "{fault}");
        }
    }

    #[test]
    fn the_id_is_the_beginning_of_the_keys_hash() {
        // RFC 8037, A.2.
        let secret = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").expect("base64url");
        let keys = ReceiptKeys::of(secret.try_into().expect("32 bytes"));
        let key = keys.public();
        assert_eq!(key.public_key, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(key.id.as_str(), &sha256(&URL_SAFE_NO_PAD.decode(&key.public_key).expect("base64url"))[..16]);
    }
}
