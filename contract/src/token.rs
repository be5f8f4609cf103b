//! The reference that people read to each other on the telephone.

use serde::{Deserialize, Serialize};
use std::fmt;

/// 8 characters without look-alikes, grouped 4-4, for example `R7K2-9QXM`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(with = "String", extend("minLength" = 1, "maxLength" = 40, "examples" = ["R7K2-9QXM"])))]
pub struct Reference(String);

impl Reference {
    /// No 0/O, 1/I/L, 5/S, 8/B, U/V: 26 characters, so 8 of them name 2 × 10¹¹ tickets.
    pub const ALPHABET: &'static [u8; 26] = b"234679ACDEFGHJKMNPQRTVWXYZ";

    /// The reference made of these numbers, each taken modulo the alphabet's length.
    pub fn from_numbers(numbers: [u32; 8]) -> Self {
        let mut text = String::with_capacity(9);
        for (i, number) in numbers.into_iter().enumerate() {
            if i == 4 {
                text.push('-');
            }
            text.push(char::from(Self::ALPHABET[number as usize % Self::ALPHABET.len()]));
        }
        Self(text)
    }

    /// Reads what a person typed: upper or lower case, with or without the hyphen or spaces.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        let known = letters.bytes().all(|b| Self::ALPHABET.contains(&b));
        (letters.len() == 8 && known).then(|| Self(format!("{}-{}", &letters[..4], &letters[4..])))
    }

    /// As shown to people: `R7K2-9QXM`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

/// Another backend may use an alphabet of its own: on the wire a reference is any short text.
impl TryFrom<String> for Reference {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() || text.len() > 40 { Err("a reference has 1 to 40 bytes") } else { Ok(Self(text)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn what_a_person_types_is_read() {
        let reference = Reference::from_numbers([19, 5, 9, 0, 5, 18, 23, 10]);
        assert_eq!(Reference::parse(&reference.as_str().to_lowercase().replace('-', " ")), Some(reference));
        assert_eq!(Reference::parse("R7K2-9QX"), None);
        assert_eq!(Reference::parse("R7K2-9QXO"), None, "O is not in the alphabet");
    }
}
