//! The tables `[theme]`, `[theme.light]` and `[theme.dark]`: a theme with which something cannot be read stops the start.

use super::node::{Fault, InOneLanguage};
use recourse_contract::Service;
use recourse_contract::theme::{Form, ThemeFault, Wrong};

/// Finds the first fault.
///
/// # Errors
/// That fault, with its line and, where one colour is to blame, the nearest that would do.
pub(super) fn check(service: &Service, file: &InOneLanguage) -> Result<(), Fault> {
    let Some(ThemeFault { token, wrong }) = service.theme.as_ref().and_then(|theme| theme.check().into_iter().next()) else {
        return Ok(());
    };
    let path = format!("theme.{token}");
    Err(Fault { line: file.line(&path), reason: format!("`{path}`: {}", told(&wrong)) })
}

fn told(wrong: &Wrong) -> String {
    let (pair, nearest) = match wrong {
        Wrong::Form(form) => return formed(*form).to_owned(),
        Wrong::Illegible { pair, nearest } => (pair, nearest),
    };
    let (text, ground) = (pair.text, pair.ground);
    let found = if pair.ratio < 100 {
        format!("{text} and {ground} are light and dark the wrong way round for this scheme")
    } else {
        format!("{text} on {ground} has a contrast of {} and needs {}", ratio(pair.ratio), ratio(pair.needed))
    };
    match nearest {
        Some(colour) => format!("{found}; the nearest colour that can be read everywhere is \"{colour}\""),
        None => format!("{found}; change {ground} first"),
    }
}

fn formed(form: Form) -> &'static str {
    match form {
        Form::Colour => "a colour is written as \"#0a6456\"",
        Form::Radius => "this goes from \"0\" to \"1.5rem\", for example \"0.5rem\"",
        Form::Font => "a list of at most five families, each of letters, digits, spaces and hyphens",
        Form::FontFile => "a path on the app's origin, for example \"/fonts/inter.woff2\", beside the `font` that it has",
    }
}

/// `4.5 : 1` from 450 hundredths.
fn ratio(hundredths: u32) -> String {
    format!("{}.{:02} : 1", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::super::{DEMO, ServiceFile};

    /// The demo file with a theme on these lines.
    fn with(theme: &str) -> Result<ServiceFile, String> {
        ServiceFile::parse(&format!("{DEMO}\n{theme}\n")).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_theme_is_announced_in_each_language() {
        let theme = "[theme]\nradius = \"0.25rem\"\nfont = [\"Inter\"]\n\n[theme.light]\naccent = \"#003580\"\n";
        let file = with(theme).unwrap_or_else(|fault| panic!("{fault}"));
        for locale in ["fr", "en"] {
            let theme = file.in_language(locale).service.theme.as_ref().expect("a theme");
            assert_eq!(theme.light.accent.as_deref(), Some("#003580"));
            assert_eq!((theme.radius.as_deref(), &theme.font[..]), (Some("0.25rem"), &["Inter".to_owned()][..]));
        }
        let plain = ServiceFile::parse(DEMO).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(plain.default_language().service.theme, None);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_line_and_remedy() {
        let line = 1 + format!("{DEMO}\n").matches('\n').count();
        for (theme, below, words) in [
            (
                "[theme.light]\naccent = \"#ffcc00\"",
                1,
                "`theme.light.accent`: accent on paper has a contrast of 1.39 : 1 and needs 4.50 : 1; the nearest colour that can be \
                 read everywhere is \"#876c00\"",
            ),
            ("[theme.dark]\nink = \"#101010\"", 1, "`theme.dark.ink`: ink and paper are light and dark the wrong way round"),
            ("[theme.light]\n# Ours\npaper = \"#777777\"", 2, "`theme.light.paper`: ink on paper has a contrast of 3."),
            ("[theme.light]\naccent = \"green\"", 1, "`theme.light.accent`: a colour is written as"),
            ("[theme]\nradius = \"9rem\"", 1, "`theme.radius`: this goes from"),
            ("[theme]\nradius = 0.5", 1, "`theme.radius`: write decimal numbers as text"),
            ("[theme]\nfont = [\"Inter\", \"a;b\"]", 1, "`theme.font`: a list of at most five families"),
            ("[theme]\nfont_file = \"/i.woff2\"", 1, "`theme.font_file`: a path on the app's origin"),
            ("[theme]\nshadow = \"deep\"", 1, "`theme.shadow` is not known here"),
            ("[theme.light]\naccnt = \"#003580\"", 1, "`theme.light.accnt` is not known here"),
        ] {
            let fault = with(theme).err().unwrap_or_else(|| panic!("{theme}: no fault"));
            assert!(fault.starts_with(&format!("line {}: {words}", line + below)), "{theme}: {fault}");
        }
    }
}
