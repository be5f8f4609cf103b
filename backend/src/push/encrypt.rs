//! Messages that the device alone can read: RFC 8291 over RFC 8188, `aes128gcm`, in one record.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha256;

/// The record size that is told. There is one record, and it is smaller.
const RECORD: u32 = 4096;
/// Bytes of a public key as a point without compression.
const POINT: usize = 65;
/// What stands behind the text of a last record, before its padding (RFC 8188, 2).
const LAST: u8 = 2;

/// The keys of a device (RFC 8291, 2).
pub struct Receiver {
    point: PublicKey,
    auth: [u8; 16],
}

impl Receiver {
    /// Reads both, base64url without padding. Nothing when one is none: the point has to lie on the curve.
    pub fn read(p256dh: &str, auth: &str) -> Option<Self> {
        let point = URL_SAFE_NO_PAD.decode(p256dh).ok().filter(|bytes| bytes.len() == POINT)?;
        let auth = URL_SAFE_NO_PAD.decode(auth).ok()?.try_into().ok()?;
        Some(Self { point: PublicKey::from_sec1_bytes(&point).ok()?, auth })
    }
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// Encrypts a text for a device. `own` is a key for this message alone, `salt` is new, and `size` is what text and padding
/// take together: the same for every message, so that its length tells nothing. Nothing when the text does not fit.
pub fn encrypt(text: &[u8], to: &Receiver, own: &SecretKey, salt: &[u8; 16], size: usize) -> Option<Vec<u8>> {
    let (theirs, ours) = (to.point.to_encoded_point(false), own.public_key().to_encoded_point(false));
    let (theirs, ours) = (theirs.as_bytes(), ours.as_bytes());
    let secret = diffie_hellman(own.to_nonzero_scalar(), to.point.as_affine());
    let key = hmac(&to.auth, &[secret.raw_secret_bytes().as_slice()]);
    let ikm = hmac(&key, &[b"WebPush: info\0", theirs, ours, &[1]]);
    record(text, &ikm, salt, ours, size)
}

/// The coding `aes128gcm` (RFC 8188, 2) with one record of `size` bytes, before its tag. Nothing when the text does not fit.
pub fn record(text: &[u8], ikm: &[u8], salt: &[u8; 16], key_id: &[u8], size: usize) -> Option<Vec<u8>> {
    let room = usize::try_from(RECORD).ok()?.checked_sub(AES_128_GCM.tag_len())?;
    if text.len() >= size || size > room {
        return None;
    }
    let prk = hmac(salt, &[ikm]);
    let key = hmac(&prk, &[b"Content-Encoding: aes128gcm\0\x01"]);
    let nonce = hmac(&prk, &[b"Content-Encoding: nonce\0\x01"]);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).ok()?);
    // The first record's own; there is no other.
    let nonce = Nonce::try_assume_unique_for_key(&nonce[..12]).ok()?;
    let mut sealed = text.to_vec();
    sealed.push(LAST);
    sealed.resize(size, 0);
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut sealed).ok()?;
    let mut whole = salt.to_vec();
    whole.extend_from_slice(&RECORD.to_be_bytes());
    whole.push(u8::try_from(key_id.len()).ok()?);
    whole.extend_from_slice(key_id);
    whole.extend_from_slice(&sealed);
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        URL_SAFE_NO_PAD.decode(text).expect("base64url").try_into().expect("the right length")
    }

    const UA_PUBLIC: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const TEXT: &[u8] = b"When I grow up, I want to be a watermelon";

    #[test]
    fn the_example_of_rfc_8291_comes_out() {
        let own = SecretKey::from_slice(&bytes::<32>("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).expect("a key");
        let to = Receiver::read(UA_PUBLIC, AUTH).expect("keys");
        let message = encrypt(TEXT, &to, &own, &bytes("DGv6ra1nlYgDCS1FRnbzlw"), TEXT.len() + 1).expect("it fits");
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
                        EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(URL_SAFE_NO_PAD.encode(message), expected);
    }

    #[test]
    fn the_example_of_rfc_8188_comes_out() {
        let (ikm, salt) = (bytes::<16>("yqdlZ-tYemfogSmv7Ws5PQ"), bytes("I1BsxtFttlv3u_Oo94xnmw"));
        let message = record(b"I am the walrus", &ikm, &salt, b"", 16).expect("it fits");
        assert_eq!(URL_SAFE_NO_PAD.encode(message), "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg");
    }

    #[test]
    fn the_length_tells_nothing() {
        let of = |text: &[u8]| record(text, &[1; 32], &[2; 16], b"", 64).map(|message| message.len());
        assert_eq!(of(b""), of(&[b'a'; 63]));
        assert_eq!(of(&[b'a'; 64]), None, "it does not fit");
        assert_eq!(record(b"a", &[1; 32], &[2; 16], b"", 4096), None, "larger than a record");
    }

    #[test]
    fn keys_are_a_point_of_the_curve_and_sixteen_bytes() {
        assert!(Receiver::read(UA_PUBLIC, AUTH).is_some());
        let off_the_curve = UA_PUBLIC.replace("iw4", "iw8");
        for (point, auth) in [
            (&*off_the_curve, AUTH),
            ("", AUTH),
            ("AA", AUTH),
            (UA_PUBLIC, ""),
            (UA_PUBLIC, "BTBZ"),
            ("not base64", AUTH),
            (UA_PUBLIC, UA_PUBLIC),
        ] {
            assert!(Receiver::read(point, auth).is_none(), "{point} {auth}");
        }
    }
}
