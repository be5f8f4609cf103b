//! Canonical JSON, so that two bodies that mean the same compare as the same.

use serde_json::Value;

/// Parses `body` and writes it again with sorted names and without white space.
///
/// Numbers are written as serde_json reads them; the contract sends integers and strings only, so this agrees with
/// RFC 8785 for every body it defines.
///
/// # Errors
/// The parser's error when `body` is not JSON.
pub fn canonical(body: &[u8]) -> Result<String, serde_json::Error> {
    let value: Value = serde_json::from_slice(body)?;
    let mut out = String::with_capacity(body.len());
    write(&value, &mut out);
    Ok(out)
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
            // serde_json's map may keep insertion order when a dependency asks it to, so sort here.
            let mut names: Vec<&String> = map.keys().collect();
            names.sort();
            out.push('{');
            for (i, name) in names.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write(&map[name], out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;

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
}
