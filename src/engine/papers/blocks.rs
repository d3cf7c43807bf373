//! The parts that several papers have in common.

use crate::domain::paper::Part;
use crate::engine::texts::PaperTexts;

use super::{Matter, other_side, poster};

/// What the parts are made from.
pub(super) struct Blocks<'a> {
    pub(super) matter: Matter<'a>,
    pub(super) texts: &'a PaperTexts,
}

impl Blocks<'_> {
    /// Everything the forms ask of a person. Nobody has to tell a name to the gateway, so it is written by hand.
    pub(super) fn person(&self) -> Part {
        let texts = self.texts;
        let asked = [
            texts.name(),
            texts.sex(),
            texts.nation(),
            texts.age(),
            texts.work(),
            texts.contact(),
            texts.address(),
        ];
        Part::Fields(asked.into_iter().map(|label| (label, String::new())).collect())
    }

    /// What the shorter forms ask of a person.
    pub(super) fn contact(&self) -> Part {
        let asked = [self.texts.name(), self.texts.contact(), self.texts.address()];
        Part::Fields(asked.into_iter().map(|label| (label, String::new())).collect())
    }

    /// What the resident told, and who the other side is.
    pub(super) fn facts(&self, label: String, lines: usize) -> Part {
        let side = other_side(self.matter).map(|side| self.texts.facts_side(side));
        let told: Vec<String> =
            [self.matter.case.summary.trim().to_owned()].into_iter().chain(side).collect();
        Part::Text { label, words: told.join("\n").trim().to_owned(), lines }
    }

    /// Lines to write on.
    pub(super) fn lines(&self, label: String, lines: usize) -> Part {
        Part::Text { label, words: String::new(), lines }
    }

    /// The room, with its address where the directory knows one.
    pub(super) fn place(&self) -> String {
        let room = self.matter.rules.directory.room(&self.matter.case.room);
        room.map_or_else(String::new, |room| {
            format!("{} {}", poster::name(self.matter.rules, room), room.address).trim_end().to_owned()
        })
    }

    /// The eighteen sorts of the official table, ticked where a topic can be no other.
    pub(super) fn kinds(&self) -> String {
        let kinds = self.texts.kinds();
        let topic = self.matter.case.topic.as_ref().map(|topic| topic.as_str());
        let sure = match topic {
            Some("marriage" | "custody" | "inheritance") => self.texts.kind_family(),
            Some("neighbour") => self.texts.kind_neighbour(),
            Some("property") => self.texts.kind_property(),
            Some("traffic") => self.texts.kind_traffic(),
            _ => return kinds,
        };
        kinds.replace(&format!("□{sure}"), &format!("☑{sure}"))
    }
}
