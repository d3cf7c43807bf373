//! A text with slots, and the macro that makes one function of each.

use std::fmt::{Display, Write};

use crate::tomlfile::Section;

/// Lists of words that a language may have none of.
const MAY_BE_EMPTY: [&str; 1] = ["behalf_verbs"];

/// A text cut at its slots: literal, slot, literal, slot, …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Slot(usize),
}

impl Template {
    /// Reads the text at `key`; every slot it names must be one of `slots`.
    pub(super) fn read(section: &mut Section<'_, '_>, key: &str, slots: &[&str]) -> Self {
        let text = if MAY_BE_EMPTY.contains(&key) {
            section.required_text(key)
        } else {
            section.required_filled_text(key)
        };
        let Some(text) = text else { return Self::default() };
        for (sign, right) in [('｛', '{'), ('｝', '}')] {
            if text.value.contains(sign) {
                section.fault(text.at, format!("`{key}` holds `{sign}`: write `{right}`"));
            }
        }
        let mut pieces = Vec::new();
        let mut rest = text.value.trim_end();
        while let Some((literal, tail)) = rest.split_once('{') {
            let Some((name, after)) = tail.split_once('}') else {
                section.fault(text.at, format!("`{key}` opens a slot with {{ and never closes it with }}"));
                break;
            };
            pieces.push(Piece::Literal(literal.to_owned()));
            match slots.iter().position(|slot| *slot == name) {
                Some(at) => pieces.push(Piece::Slot(at)),
                None => section
                    .fault(text.at, format!("`{key}` has no slot {{{name}}}; it has: {}", slots.join(", "))),
            }
            rest = after;
        }
        pieces.push(Piece::Literal(rest.to_owned()));
        Self(pieces)
    }

    /// The text with its slots filled, in the order they were declared.
    pub(super) fn fill(&self, slots: &[&dyn Display]) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Slot(at) => {
                    // Writing to a String cannot fail.
                    let _ = slots.get(*at).map(|value| write!(text, "{value}"));
                }
            }
        }
        text
    }
}

/// Declares a set of texts with their slots: a struct that reads them from a table, and one function for each.
macro_rules! texts {
    ($(#[$set_doc:meta])* $set:ident; $($(#[$doc:meta])* $name:ident($($slot:ident),* $(,)?);)*) => {
        $(#[$set_doc])*
        #[derive(Debug, Default)]
        pub struct $set(Vec<$crate::engine::texts::template::Template>);

        #[expect(non_camel_case_types, reason = "a text's number is named as its function is")]
        #[derive(Clone, Copy)]
        enum Number { $($name),* }

        impl $set {
            /// Reads every declared text of a table.
            pub(super) fn read(section: &mut $crate::tomlfile::Section<'_, '_>) -> Self {
                use $crate::engine::texts::template::Template;
                Self(vec![$(Template::read(section, stringify!($name), &[$(stringify!($slot)),*])),*])
            }

            fn fill(&self, number: Number, slots: &[&dyn std::fmt::Display]) -> String {
                #[expect(clippy::as_conversions, reason = "the number of a text is its place")]
                self.0.get(number as usize).map(|template| template.fill(slots)).unwrap_or_default()
            }

            $(
                $(#[$doc])*
                pub fn $name(&self, $($slot: impl std::fmt::Display),*) -> String {
                    self.fill(Number::$name, &[$(&$slot),*])
                }
            )*
        }
    };
}
