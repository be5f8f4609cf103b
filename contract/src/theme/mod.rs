//! How a platform's complaint centre looks: a few tokens, and the check that everything can be read with them.

mod check;
mod colour;
mod shades;

pub use check::{Form, ThemeFault, Wrong};
pub use colour::{Colour, contrast};
pub use shades::{BORDER, NAMES, Shades, TEXT, TooClose};

use serde::{Deserialize, Serialize};

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on light grounds.
    Light,
    /// Light text on dark grounds.
    Dark,
}

impl Scheme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// `light` or `dark`.
    pub fn name(self) -> &'static str {
        if self == Self::Light { "light" } else { "dark" }
    }
}

/// What a platform sets of the app's look. Everything else is built in, or made from it so that it can be read. A theme with
/// which something cannot be read is not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Theme {
    /// Colours where people want light grounds.
    #[serde(skip_serializing_if = "Palette::is_empty")]
    pub light: Palette,
    /// Colours where they want dark ones.
    #[serde(skip_serializing_if = "Palette::is_empty")]
    pub dark: Palette,
    /// How round the corners are, from `0` to `1.5rem`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub radius: Option<String>,
    /// Families of type, the first one first; the browser's own follow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub font: Vec<String>,
    /// The file of the first family: a path on the app's origin that ends with `.woff2`, a variable font with the weights 400
    /// to 700.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_file: Option<String>,
}

/// Colours of one scheme, each `#rrggbb`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Palette {
    /// Actions, links, and what is now. Absent in one scheme alone: made from the other's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// The page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Fields, cards and the bar. Absent: made from the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    /// Text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ink: Option<String>,
}

impl Palette {
    /// Whether it sets nothing.
    pub fn is_empty(&self) -> bool {
        [&self.accent, &self.paper, &self.surface, &self.ink].into_iter().all(Option::is_none)
    }

    /// Its tokens by their names.
    pub fn tokens(&self) -> [(&'static str, &Option<String>); 4] {
        [("accent", &self.accent), ("paper", &self.paper), ("surface", &self.surface), ("ink", &self.ink)]
    }

    /// The token of this name.
    pub fn token(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            "accent" => &mut self.accent,
            "paper" => &mut self.paper,
            "surface" => &mut self.surface,
            "ink" => &mut self.ink,
            _ => return None,
        })
    }
}

impl Theme {
    /// The colours of a scheme.
    pub fn palette(&mut self, scheme: Scheme) -> &mut Palette {
        if scheme == Scheme::Light { &mut self.light } else { &mut self.dark }
    }

    /// The colours of a scheme, and those of the other one.
    fn palettes(&self, scheme: Scheme) -> (&Palette, &Palette) {
        if scheme == Scheme::Light { (&self.light, &self.dark) } else { (&self.dark, &self.light) }
    }

    /// How round the corners are, in hundredths of a rem.
    pub fn radius(&self) -> Option<u32> {
        self.radius.as_deref().and_then(check::radius)
    }
}
