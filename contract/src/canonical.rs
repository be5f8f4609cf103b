//! Canonical JSON, so that two bodies that mean the same compare as the same, and signatures are made over the same bytes.
//!
//! RFC 8785: no white space, names in the order of their UTF-16 code units, only those characters escaped that have to be.
//! Of numbers the contract sends integers alone; others are written as serde_json does.

use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Parses `body` and writes it again in its canonical form.
///
/// # Errors
/// The parser's error when `body` is not JSON.
pub fn canonical(body: &[u8]) -> Result<String, serde_json::Error> {
    let value: Value = serde_json::from_slice(body)?;
    let mut out = String::with_capacity(body.len());
    write(&value, &mut out);
    Ok(out)
}

/// The canonical form of a value.
pub fn written(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// A name in the order of RFC 8785, 3.2.3. It differs from that of Rust's texts where a name has signs beyond U+FFFF.
#[derive(PartialEq, Eq)]
struct Name<'a>(&'a str);

impl Ord for Name<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.encode_utf16().cmp(other.0.encode_utf16())
    }
}

impl PartialOrd for Name<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut sorted = BTreeMap::new();
            for (name, value) in map {
                sorted.insert(Name(name), value);
            }
            out.push('{');
            for (i, (Name(name), value)) in sorted.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.to_owned()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        // serde_json escapes as RFC 8785, 3.2.2.2 does.
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical, written};
    use serde_json::json;

    #[test]
    fn order_and_space_do_not_matter() {
        let a = canonical(br#"{ "b": [1, true, null], "a": "\u00e9" }"#).ok();
        let b = canonical("{\"a\":\"é\",\"b\":[1,true,null]}".as_bytes()).ok();
        assert_eq!(a, b);
        assert_eq!(a.as_deref(), Some("{\"a\":\"é\",\"b\":[1,true,null]}"));
    }

    #[test]
    fn another_value_is_another_body() {
        assert_ne!(canonical(br#"{"a":1}"#).ok(), canonical(br#"{"a":"1"}"#).ok());
    }

    /// RFC 8785, 3.2.2 and 3.2.3.
    #[test]
    fn the_examples_of_the_standard() {
        let texts = br#"{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#;
        let expected = r#"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
        assert_eq!(canonical(texts).ok().as_deref(), Some(expected));
        let names = br#"{
            "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
            "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
        }"#;
        let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
                        \"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\
                        \"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
        assert_eq!(canonical(names).ok().as_deref(), Some(expected));
    }

    #[test]
    fn each_sign_below_the_space_is_escaped_as_the_standard_says() {
        for code in 0..0x20_u8 {
            let short = match code {
                0x08 => "\\b".to_owned(),
                0x09 => "\\t".to_owned(),
                0x0a => "\\n".to_owned(),
                0x0c => "\\f".to_owned(),
                0x0d => "\\r".to_owned(),
                _ => format!("\\u{code:04x}"),
            };
            assert_eq!(written(&json!(char::from(code).to_string())), format!("\"{short}\""));
        }
        assert_eq!(written(&json!("\u{7f}\u{2028}")), "\"\u{7f}\u{2028}\"");
    }

    #[test]
    fn whole_numbers_have_their_digits_alone() {
        assert_eq!(written(&json!([0, -7, 9_007_199_254_740_991_u64])), "[0,-7,9007199254740991]");
    }
}
