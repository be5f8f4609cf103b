//! What is wrong with a theme, token by token.

use super::colour::Colour;
use super::shades::{Given, Shades, TooClose};
use super::{Scheme, Theme};

/// Most hundredths of a rem for corners.
const MOST_ROUND: u32 = 150;
/// Most families of type, and most characters of each.
const FAMILIES: usize = 5;
const FAMILY: usize = 50;

/// What is wrong with one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFault {
    /// Its place in the theme: `light.accent`, `font`.
    pub token: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What can be wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is written otherwise than it has to be.
    Form(Form),
    /// With it something cannot be read.
    Illegible {
        /// What.
        pair: TooClose,
        /// The colour nearest to it with which it could be, where moving this token alone helps.
        nearest: Option<Colour>,
    },
}

/// How a token has to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `#rrggbb`.
    Colour,
    /// `0` to `1.5rem`, with at most two digits behind the point.
    Radius,
    /// At most five names of at most fifty letters, digits, spaces and hyphens of ASCII, each beginning with a letter.
    Font,
    /// A path on the app's origin that ends with `.woff2`, beside a `font`.
    FontFile,
}

impl Theme {
    /// Everything that is wrong with it; nothing where it can be used. Text needs a contrast of 4.5 : 1 (WCAG 2.2, 1.4.3).
    pub fn check(&self) -> Vec<ThemeFault> {
        let mut faults = Vec::new();
        for scheme in Scheme::ALL {
            for (name, text) in self.palettes(scheme).0.tokens() {
                if text.as_deref().is_some_and(|text| Colour::parse(text).is_none()) {
                    faults.push(form(place(scheme, name), Form::Colour));
                }
            }
        }
        if self.radius.is_some() && self.radius().is_none() {
            faults.push(form("radius".into(), Form::Radius));
        }
        if self.font.len() > FAMILIES || !self.font.iter().all(|name| is_family(name)) {
            faults.push(form("font".into(), Form::Font));
        }
        if self.font_file.as_deref().is_some_and(|path| self.font.is_empty() || !is_font_file(path)) {
            faults.push(form("font_file".into(), Form::FontFile));
        }
        // What is no colour cannot be compared.
        if faults.is_empty() {
            Scheme::ALL.into_iter().for_each(|scheme| self.check_contrast(scheme, &mut faults));
        }
        faults
    }

    /// One fault for each token, with the first pair that cannot be read.
    fn check_contrast(&self, scheme: Scheme, faults: &mut Vec<ThemeFault>) {
        let set = Given::of(self.palettes(scheme).0);
        let (shades, _) = Shades::base(self, scheme);
        for pair in shades.given() {
            let name = blamed(&set, &pair);
            let token = place(scheme, name);
            if faults.iter().all(|fault| fault.token != token) {
                let nearest = self.nearest(scheme, name, &shades);
                faults.push(ThemeFault { token, wrong: Wrong::Illegible { pair, nearest } });
            }
        }
    }

    /// The first colour on the way to black or white that nobody would blame this token for.
    fn nearest(&self, scheme: Scheme, name: &str, shades: &Shades) -> Option<Colour> {
        let is_text = matches!(name, "ink" | "accent");
        let (from, to) = (shades.get(name)?, if is_text { shades.pole() } else { shades.away() });
        (1..=64).map(|part| from.towards(to, part)).find(|colour| {
            let mut moved = self.clone();
            if let Some(token) = moved.palette(scheme).token(name) {
                *token = Some(colour.to_string());
            }
            let set = Given::of(moved.palettes(scheme).0);
            Shades::base(&moved, scheme).0.given().iter().all(|pair| blamed(&set, pair) != name)
        })
    }
}

/// The token that a platform has to change: the one that it has set, of two the text.
fn blamed(set: &Given, pair: &TooClose) -> &'static str {
    let is_set = if pair.text == "ink" { set.ink } else { set.accent }.is_some();
    match pair.ground {
        _ if is_set => pair.text,
        "surface" if set.surface.is_some() => "surface",
        _ if set.paper.is_some() => "paper",
        // Made from the accent of the other scheme.
        _ => pair.text,
    }
}

fn place(scheme: Scheme, name: &str) -> String {
    format!("{}.{name}", scheme.name())
}

fn form(token: String, form: Form) -> ThemeFault {
    ThemeFault { token, wrong: Wrong::Form(form) }
}

/// `0.5rem` in hundredths of a rem.
pub(super) fn radius(text: &str) -> Option<u32> {
    let number = if text == "0" { text } else { text.strip_suffix("rem")? };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str, most: usize| -> Option<u32> {
        let is_right = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_right.then(|| text.parse().ok()).flatten()
    };
    let tens = if part.len() == 1 { 10 } else { 1 };
    let hundredths = digits(whole, 1)? * 100 + digits(part, 2)? * tens;
    (hundredths <= MOST_ROUND).then_some(hundredths)
}

fn is_family(name: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-');
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    begins && !name.ends_with(' ') && name.len() <= FAMILY && name.bytes().all(is_known)
}

fn is_font_file(path: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    // Two slashes would begin with a host.
    path.starts_with('/') && path.ends_with(".woff2") && !path.contains("//") && path.bytes().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Palette;
    use proptest::prelude::*;

    fn theme(light: &[(&str, &str)], dark: &[(&str, &str)]) -> Theme {
        let mut theme = Theme::default();
        for (scheme, tokens) in [(Scheme::Light, light), (Scheme::Dark, dark)] {
            for (name, value) in tokens {
                *theme.palette(scheme).token(name).expect("a token") = Some((*value).to_owned());
            }
        }
        theme
    }

    fn illegible(theme: &Theme) -> Vec<(String, TooClose, Option<String>)> {
        let told = |fault: ThemeFault| match fault.wrong {
            Wrong::Illegible { pair, nearest } => (fault.token, pair, nearest.map(|colour| colour.to_string())),
            Wrong::Form(form) => panic!("{}: {form:?}", fault.token),
        };
        theme.check().into_iter().map(told).collect()
    }

    #[test]
    fn the_built_in_colours_keep_the_promise() {
        assert!(Theme::default().check().is_empty());
        for scheme in Scheme::ALL {
            assert_eq!(Shades::built_in(scheme).broken(), []);
            assert_eq!(Shades::of(&Theme::default(), scheme), Shades::built_in(scheme));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_what_could_be() {
        let yellow = illegible(&theme(&[("accent", "#ffcc00")], &[]));
        let [(token, pair, Some(nearest))] = &yellow[..] else { panic!("{yellow:?}") };
        assert_eq!((token.as_str(), pair.text, pair.ground, pair.needed), ("light.accent", "accent", "paper", 450));
        assert!((130..150).contains(&pair.ratio), "{}", pair.ratio);
        assert!(theme(&[("accent", nearest.as_str())], &[]).check().is_empty(), "{nearest}");
        // The ground is to blame where the text is built in.
        let grey = illegible(&theme(&[("paper", "#777777")], &[]));
        assert!(grey.iter().all(|(token, _, nearest)| token == "light.paper" && nearest.is_some()), "{grey:?}");
        // Dark and light the wrong way round.
        let turned = illegible(&theme(&[("paper", "#000000"), ("ink", "#ffffff")], &[]));
        assert!(turned.iter().any(|(_, pair, _)| pair.ratio < 100), "{turned:?}");
        let dark = illegible(&theme(&[], &[("ink", "#555555")]));
        assert!(dark.iter().all(|(token, ..)| token == "dark.ink"), "{dark:?}");
    }

    #[test]
    fn an_accent_serves_both_schemes() {
        let blue = theme(&[("accent", "#003580")], &[]);
        assert_eq!(blue.check(), []);
        let dark = Shades::of(&blue, Scheme::Dark);
        assert_ne!(dark.get("accent"), Shades::built_in(Scheme::Dark).get("accent"));
        assert_eq!(dark.broken(), []);
        assert_eq!(Shades::of(&blue, Scheme::Light).get("accent").map(|colour| colour.to_string()).as_deref(), Some("#003580"));
    }

    #[test]
    fn tokens_have_a_form() {
        let fault = |theme: Theme| theme.check().first().map(|fault| (fault.token.clone(), fault.wrong));
        let named = |token: &str, form: Form| Some((token.to_owned(), Wrong::Form(form)));
        assert_eq!(fault(theme(&[("accent", "blue")], &[])), named("light.accent", Form::Colour));
        assert_eq!(fault(theme(&[], &[("ink", "#fff")])), named("dark.ink", Form::Colour));
        for wrong in
            ["", "rem", "1", "0.5", ".5rem", "0.5em", "1.51rem", "2rem", "-1rem", "+1rem", "0.125rem", "1e0rem", "0. 5rem"]
        {
            assert_eq!(fault(Theme { radius: Some(wrong.into()), ..Theme::default() }), named("radius", Form::Radius), "{wrong}");
        }
        for (right, hundredths) in [("0", 0), ("0rem", 0), ("0.5rem", 50), ("0.05rem", 5), ("1rem", 100), ("1.50rem", 150)] {
            assert_eq!(radius(right), Some(hundredths), "{right}");
        }
        let long = "a".repeat(51);
        for wrong in ["", " Inter", "Inter ", "Inter\"", "Inter;", "url(x)", "1", "Ínter", &long] {
            let font = vec!["Inter".to_owned(), wrong.to_owned()];
            assert_eq!(fault(Theme { font, ..Theme::default() }), named("font", Form::Font), "{wrong}");
        }
        let with_file = |path: &str, font: &[&str]| Theme {
            font: font.iter().map(|name| (*name).to_owned()).collect(),
            font_file: Some(path.into()),
            ..Theme::default()
        };
        assert_eq!(fault(with_file("/fonts/inter.woff2", &["Inter"])), None);
        assert_eq!(fault(with_file("/fonts/inter.woff2", &[])), named("font_file", Form::FontFile));
        for wrong in ["", "inter.woff2", "//x.example/i.woff2", "/i.ttf", "/i\").woff2", "https://x.example/i.woff2", "/ i.woff2"]
        {
            assert_eq!(fault(with_file(wrong, &["Inter"])), named("font_file", Form::FontFile), "{wrong}");
        }
    }

    fn token() -> impl Strategy<Value = Option<String>> {
        proptest::option::of((0_u32..0x100_0000).prop_map(|number| format!("#{number:06x}")))
    }

    fn palette() -> impl Strategy<Value = Palette> {
        (token(), token(), token(), token()).prop_map(|(accent, paper, surface, ink)| Palette { accent, paper, surface, ink })
    }

    /// Grounds and texts that are likely to be legible, or of chance there would be few.
    fn likely(light: bool) -> impl Strategy<Value = Palette> {
        let near = move |is_light: bool| {
            let channel = if is_light { 150_u32..256 } else { 0..120 };
            proptest::option::of(
                (channel.clone(), channel.clone(), channel).prop_map(|(r, g, b)| format!("#{r:02x}{g:02x}{b:02x}")),
            )
        };
        (near(!light), near(light), near(light), near(!light)).prop_map(|(accent, paper, surface, ink)| Palette {
            accent,
            paper,
            surface,
            ink,
        })
    }

    proptest! {
        #[test]
        fn what_passes_can_be_read_everywhere(light in likely(true), dark in likely(false)) {
            let theme = Theme { light, dark, ..Theme::default() };
            if theme.check().is_empty() {
                for scheme in Scheme::ALL {
                    prop_assert_eq!(Shades::of(&theme, scheme).broken(), []);
                }
            }
        }

        #[test]
        fn a_nearest_colour_mends_its_token(light in palette(), dark in palette()) {
            let mut theme = Theme { light, dark, ..Theme::default() };
            for ThemeFault { token, wrong } in theme.check() {
                let Wrong::Illegible { nearest: Some(nearest), .. } = wrong else { continue };
                let (scheme, name) = token.split_once('.').expect("a scheme and a name");
                let scheme = if scheme == "light" { Scheme::Light } else { Scheme::Dark };
                let before = theme.clone();
                *theme.palette(scheme).token(name).expect("a token") = Some(nearest.to_string());
                prop_assert!(theme.check().iter().all(|fault| fault.token != token), "{} {}", token, nearest);
                theme = before;
            }
        }
    }
}
