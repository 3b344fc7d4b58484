//! A portal's colour.

use serde::Serialize;
use std::{fmt, str::FromStr};

/// What text needs against its ground (WCAG 2.2, success criterion 1.4.3).
const ENOUGH: f64 = 4.5;
/// The ground of pages, light and dark, as in `style/_tokens.scss`.
const CARD_DARK: Rgb = Rgb(0x1a, 0x22, 0x29);
const INK_DARK: Rgb = Rgb(0x0c, 0x1a, 0x24);
const PAPER: Rgb = Rgb(0xfb, 0xfa, 0xf8);
const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);
const BLACK: Rgb = Rgb(0, 0, 0);

/// A colour, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(u8, u8, u8);

/// The colour of a portal's buttons: white text can be read on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent(Rgb);

/// The text is no colour that buttons can have.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum InvalidAccent {
    /// Not of the form.
    #[error("must be a colour like #0b5c8f")]
    Form,
    /// Too light.
    #[error("white text on {0} has a contrast of {1:.2}:1 and needs 4.5:1: choose a darker colour")]
    Contrast(Rgb, f64),
}

impl Accent {
    /// The colour itself: the ground of buttons on light pages.
    #[must_use]
    pub const fn ground(self) -> Rgb {
        self.0
    }

    /// The same as a colour of text, links among it: darkened by twentieths until it can be read on light pages and
    /// on [`Self::soft`].
    #[must_use]
    pub fn text(self) -> Rgb {
        let soft = self.soft();
        self.0.towards(BLACK, |colour| {
            colour.contrast(PAPER) >= ENOUGH && colour.contrast(soft) >= ENOUGH
        })
    }

    /// A tenth of it on white: the ground of what is chosen.
    #[must_use]
    pub fn soft(self) -> Rgb {
        self.0.mixed(WHITE, 0.9)
    }

    /// Its shade on dark pages, for text and for the ground of buttons with dark text alike: lightened by twentieths
    /// until both can be read.
    #[must_use]
    pub fn dark(self) -> Rgb {
        let soft = self.dark_soft();
        self.0.towards(WHITE, |colour| {
            [CARD_DARK, INK_DARK, soft]
                .into_iter()
                .all(|other| colour.contrast(other) >= ENOUGH)
        })
    }

    /// A fifth of it on the dark ground.
    #[must_use]
    pub fn dark_soft(self) -> Rgb {
        self.0.mixed(CARD_DARK, 0.8)
    }
}

impl Rgb {
    /// How well the two are told apart, from 1 to 21 (WCAG 2.2, contrast ratio).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// With so much (0 to 1) of another colour.
    fn mixed(self, other: Self, share: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two numbers from 0 to 255"
        )]
        let mix = |one: u8, two: u8| (f64::from(one) * (1.0 - share) + f64::from(two) * share).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// The first of the twenty steps to another colour that is good; that colour itself where none is.
    fn towards(self, other: Self, good: impl Fn(Self) -> bool) -> Self {
        (0..=20u8)
            .map(|step| self.mixed(other, f64::from(step) / 20.0))
            .find(|colour| good(*colour))
            .unwrap_or(other)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl FromStr for Accent {
    type Err = InvalidAccent;

    fn from_str(text: &str) -> Result<Self, InvalidAccent> {
        let digits = text.strip_prefix('#').ok_or(InvalidAccent::Form)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(InvalidAccent::Form);
        }
        let part = |at: usize| {
            u8::from_str_radix(&digits[at..at + 2], 16).expect("two hexadecimal digits are at most 255")
        };
        let colour = Rgb(part(0), part(2), part(4));
        let contrast = colour.contrast(WHITE);
        if contrast < ENOUGH {
            return Err(InvalidAccent::Contrast(colour, contrast));
        }
        Ok(Self(colour))
    }
}

impl Serialize for Accent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Accent, CARD_DARK, INK_DARK, PAPER, WHITE};

    #[test]
    fn a_light_colour_is_refused_with_what_was_measured() {
        let error = "#ff8800".parse::<Accent>().unwrap_err().to_string();
        assert!(error.contains("2.39:1") && error.contains("#ff8800"), "{error}");
        // #767676 is the lightest grey that does, #777777 the first that does not.
        assert!("#767676".parse::<Accent>().is_ok());
        assert!(
            "#777777"
                .parse::<Accent>()
                .unwrap_err()
                .to_string()
                .contains("4.48:1")
        );
        for bad in [
            "",
            "red",
            "#fff",
            "0b5c8f",
            "#0b5c8",
            "#0b5c8g",
            "#0b5c8f;}",
            "#+b5c8f",
        ] {
            assert!(bad.parse::<Accent>().is_err(), "{bad}");
        }
    }

    #[test]
    fn every_shade_can_be_read_where_it_stands() {
        for text in [
            "#0b5c8f", "#767676", "#000000", "#7a0000", "#006b3f", "#0000ff", "#b00020", "#5b2a86",
        ] {
            let accent: Accent = text.parse().unwrap();
            for (one, two) in [
                (accent.ground(), WHITE),
                (accent.text(), PAPER),
                (accent.text(), accent.soft()),
                (accent.dark(), CARD_DARK),
                (accent.dark(), INK_DARK),
                (accent.dark(), accent.dark_soft()),
            ] {
                assert!(one.contrast(two) >= 4.5, "{text}: {one} on {two}");
            }
        }
    }
}
