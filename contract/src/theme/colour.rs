//! Colours of sRGB, and how well one is read on another.

use std::fmt;

/// A colour of sRGB without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub(super) u32);

impl Colour {
    /// The darkest.
    pub const BLACK: Self = Self(0x000000);
    /// The lightest.
    pub const WHITE: Self = Self(0xffffff);

    /// Reads `#rrggbb`. Names, short forms and transparency are none of it.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        // `from_str_radix` would take a sign.
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok().map(Self)).flatten()
    }

    fn channel(self, shift: u32) -> u32 {
        (self.0 >> shift) & 0xff
    }

    /// So many 64ths of the way to another colour, each channel by itself.
    #[must_use]
    pub fn towards(self, other: Self, part: u32) -> Self {
        let mixed = |shift| ((self.channel(shift) * (64 - part) + other.channel(shift) * part + 32) / 64) << shift;
        Self(mixed(16) | mixed(8) | mixed(0))
    }

    /// Relative luminance, from 0 for black to 1 for white (WCAG 2.2, "relative luminance").
    pub fn luminance(self) -> f64 {
        0.2126 * linear(self.channel(16)) + 0.7152 * linear(self.channel(8)) + 0.0722 * linear(self.channel(0))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.0)
    }
}

/// How a darker colour stands to a lighter one: their contrast ratio in hundredths (WCAG 2.2, "contrast ratio"), rounded down,
/// so that 449 is too little where 450 is needed. Below 100 the darker one is the lighter one.
pub fn contrast(darker: Colour, lighter: Colour) -> u32 {
    // At most 2100, and never negative.
    (100.0 * (lighter.luminance() + 0.05) / (darker.luminance() + 0.05)) as u32
}

/// The light of a channel (WCAG 2.2): the power 2.4 is the twelfth of the fifth root, and so costs the app no `powf`.
fn linear(channel: u32) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 {
        return value / 12.92;
    }
    let value = (value + 0.055) / 1.055;
    // Newton's steps from above; the root lies between 0.6 and 1.
    let mut root = 1.0;
    for _ in 0..10 {
        root = (4.0 * root + value / (root * root * root * root)) / 5.0;
    }
    let third = root * root * root;
    third * third * third * third
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    #[test]
    fn colours_are_six_digits() {
        assert_eq!(colour("#0A6456").to_string(), "#0a6456");
        for wrong in ["", "#", "0a6456", "#0a645", "#0a64560", "#0a645g", "#+a6456", "#fff", "green", " #0a6456", "#0a64é"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn light_is_that_of_the_standard() {
        for channel in 0..=255 {
            let value = f64::from(channel) / 255.0;
            let exact = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
            assert!((linear(channel) - exact).abs() < 1e-12, "{channel}");
        }
    }

    #[test]
    fn ratios_are_those_that_tools_give() {
        assert_eq!(contrast(Colour::BLACK, Colour::WHITE), 2_100);
        // The two greys around 4.5 : 1 on white.
        assert_eq!(contrast(colour("#767676"), Colour::WHITE), 454);
        assert_eq!(contrast(colour("#777777"), Colour::WHITE), 447);
        assert!(contrast(Colour::WHITE, Colour::BLACK) < 100);
    }

    #[test]
    fn a_mix_ends_at_its_ends() {
        let (green, paper) = (colour("#0a6456"), colour("#f7f6f2"));
        assert_eq!((green.towards(paper, 0), green.towards(paper, 64)), (green, paper));
        assert_eq!(Colour::BLACK.towards(Colour::WHITE, 32).to_string(), "#808080");
    }
}
