use super::*;
use crate::service_file::{DEMO, ServiceFile};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use recourse_contract::ticket::ManagedBy;
use serde_json::json;
use std::sync::LazyLock;

const PRIVATE: &str = include_str!("../../tests/identity/platform_ed25519_test.key.pem");
const PUBLIC: &str = include_str!("../../tests/identity/platform_ed25519_test.pub.pem");
/// A moment, in seconds.
const NOW: i64 = 1_795_780_800;

static FILE: LazyLock<ServiceFile> = LazyLock::new(|| ServiceFile::parse(DEMO).expect("the demo file is right"));

fn key(issuer: &str, kid: Option<&str>) -> Key {
    let read = Key::new(issuer.into(), "recourse".into(), kid.map(str::to_owned), Signing::EdDsa, PUBLIC);
    read.expect("the test key is right")
}

/// The claims of a good token, with one changed; null takes it out.
fn claims(name: &str, value: Value) -> Value {
    let mut claims = json!({"iss": "platform", "aud": "recourse", "exp": NOW + 120, "jti": "1", "email": "Marie@Auberge.fr"});
    let map = claims.as_object_mut().expect("an object");
    map.insert(name.to_owned(), value);
    map.retain(|_, value| !value.is_null());
    claims
}

fn signed(header: &Header, claims: &Value) -> String {
    let key = EncodingKey::from_ed_pem(PRIVATE.as_bytes()).expect("the test key is right");
    encode(header, claims, &key).expect("it can be signed")
}

fn read_at(keys: &[Key], token: &str, now: Timestamp) -> Result<Vouched, Untrusted> {
    verify(keys, token, &FILE.default_language().service, now)
}

fn read(claims: &Value) -> Result<Vouched, Untrusted> {
    let token = signed(&Header::new(Algorithm::EdDSA), claims);
    read_at(&[key("platform", None)], &token, Timestamp(NOW * 1_000))
}

#[test]
fn a_token_is_good_between_its_moments_and_a_minute_around() {
    let token = signed(&Header::new(Algorithm::EdDSA), &claims("nbf", (NOW + 60).into()));
    for (after, expected) in [
        (-1, Some(Untrusted::Early)),
        (0, None),
        (179_999, None),
        (180_000, Some(Untrusted::Expired)),
        (i64::from(i32::MAX), Some(Untrusted::Expired)),
    ] {
        let read = read_at(&[key("platform", None)], &token, Timestamp(NOW * 1_000 + after));
        assert_eq!(read.err(), expected, "{after}");
    }
    assert_eq!(read(&claims("exp", (NOW + 660).into())).map(|read| read.expires_at), Ok(Timestamp((NOW + 720) * 1_000)));
    for (name, value, expected) in [
        ("exp", json!(NOW + 661), Untrusted::LongLived),
        ("exp", json!(i64::MAX), Untrusted::LongLived),
        ("exp", json!(i64::MIN), Untrusted::Expired),
        ("exp", json!(u64::MAX), Untrusted::Claim("exp")),
        ("exp", json!(NOW as f64 + 0.5), Untrusted::Claim("exp")),
        ("exp", json!((NOW + 120).to_string()), Untrusted::Claim("exp")),
        ("iat", json!(NOW + 61), Untrusted::Early),
        ("iat", json!("now"), Untrusted::Claim("iat")),
        ("nbf", json!([]), Untrusted::Claim("nbf")),
    ] {
        assert_eq!(read(&claims(name, value.clone())).err(), Some(expected), "{name} {value}");
    }
}

#[test]
fn what_has_to_be_right_is_right_or_nothing_is_taken() {
    let vouched = read(&claims("aud", json!(["another", "recourse"]))).expect("it is good");
    assert_eq!((vouched.email.as_str(), vouched.jti.as_str(), vouched.details), ("marie@auberge.fr", "1", None));
    for (name, value) in [
        ("aud", Value::Null),
        ("aud", json!("another")),
        ("aud", json!(["another"])),
        ("aud", json!({"recourse": 1})),
        ("exp", Value::Null),
        ("jti", Value::Null),
        ("jti", json!("")),
        ("jti", json!(1)),
        ("email", Value::Null),
        ("email", json!(["marie@auberge.fr"])),
        ("email", json!(" marie@auberge.fr")),
        ("email", json!("marie@auberge.fr\r\nBcc: other@example.com")),
        ("email_verified", json!(false)),
        ("email_verified", json!("true")),
        ("email_verified", json!([])),
    ] {
        assert_eq!(read(&claims(name, value.clone())).err(), Some(Untrusted::Claim(name)), "{name} {value}");
    }
    for issuer in [Value::Null, json!("another"), json!(["platform"])] {
        assert_eq!(read(&claims("iss", issuer.clone())).err(), Some(Untrusted::Issuer), "{issuer}");
    }
}

#[test]
fn a_key_with_a_name_takes_what_names_it() {
    let token = |kid: Option<&str>| {
        signed(&Header { kid: kid.map(str::to_owned), ..Header::new(Algorithm::EdDSA) }, &claims("x", Value::Null))
    };
    let read = |keys: &[Key], kid| read_at(keys, &token(kid), Timestamp(NOW * 1_000)).err();
    let named = [key("platform", Some("old")), key("platform", Some("new"))];
    assert_eq!((read(&named, Some("new")), read(&named, Some("old"))), (None, None));
    assert_eq!((read(&named, Some("other")), read(&named, None)), (Some(Untrusted::NoKey), Some(Untrusted::NoKey)));
    let nameless = [key("another", None), key("platform", None)];
    assert_eq!((read(&nameless, Some("any")), read(&nameless, None)), (None, None));
    assert_eq!(read(&[], None), Some(Untrusted::NoKey));
}

#[test]
fn an_extension_that_has_to_be_understood_is_not() {
    let header = Header { crit: Some(vec!["exp".into()]), ..Header::new(Algorithm::EdDSA) };
    let token = signed(&header, &claims("x", Value::Null));
    assert_eq!(read_at(&[key("platform", None)], &token, Timestamp(NOW * 1_000)), Err(Untrusted::Unreadable));
}

#[test]
fn what_does_not_fit_the_form_is_left_out() {
    let details = |name: &str, value: Value| read(&claims(name, value)).expect("it is good").details;
    for (name, value) in [
        ("name", json!("a".repeat(121))),
        ("name", json!("a\nb")),
        ("name", json!("  ")),
        ("name", json!(5)),
        ("phone", json!("call me")),
        ("company", json!({})),
        ("country", json!("fr")),
        ("properties", json!("1204573")),
        ("properties", json!(["1204573", 1_204_581])),
        ("properties", json!(["1".repeat(41)])),
        ("properties", json!(vec!["1"; 51])),
        ("properties", json!([])),
        ("language", json!("de")),
        ("managed_by", json!("nobody")),
        ("channel", json!("inbox")),
    ] {
        assert_eq!(details(name, value.clone()), None, "{name} {value}");
    }
    let named = Details { name: Some("Marie Dupont".into()), ..Details::default() };
    assert_eq!(details("name", json!(" Marie Dupont ")), Some(named));
    let managed = Details { managed_by: Some(ManagedBy::Agency), ..Details::default() };
    assert_eq!(details("managed_by", json!("agency")), Some(managed));
}
