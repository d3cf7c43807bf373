//! The parts that several papers have in common.

use crate::domain::booking::{Booking, BookingState};
use crate::domain::mediation::Agreement;
use crate::domain::origin::Origin;
use crate::domain::paper::Part;
use crate::engine::casework::yuan;
use crate::engine::texts::PaperTexts;

use super::{Matter, other_side, poster};

/// What the parts are made from.
pub(super) struct Blocks<'a> {
    pub(super) matter: Matter<'a>,
    pub(super) texts: &'a PaperTexts,
}

impl Blocks<'_> {
    /// Everything the forms ask of a person. Only a name is ever filled in: both sides see the paper, and neither is told the
    /// other's number here.
    pub(super) fn person(&self, name: &str) -> Part {
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
        named(asked, name)
    }

    /// What the shorter forms ask of a person.
    pub(super) fn contact(&self, name: &str) -> Part {
        let asked = [self.texts.name(), self.texts.contact(), self.texts.address()];
        named(asked, name)
    }

    /// What the resident told, and who the other side is.
    pub(super) fn facts(&self, label: String, lines: usize) -> Part {
        let side = other_side(self.matter).map(|side| self.texts.facts_side(side));
        let told: Vec<String> =
            [self.matter.case.summary.trim().to_owned()].into_iter().chain(side).collect();
        Part::Text { label, words: told.join("\n").trim().to_owned(), lines }
    }

    /// The other side as the mediator wrote it down; empty if nobody is or they take no part.
    pub(super) fn other(&self) -> &str {
        self.matter.parties.iter().find(|party| party.is_in()).map_or("", |party| &party.named)
    }

    /// When the sides meet.
    pub(super) fn meets(&self) -> String {
        let stands = |booking: &&Booking| booking.meeting && booking.state != BookingState::Gone;
        let meeting = self.matter.booking.filter(stands);
        meeting.map_or_else(String::new, |booking| booking.starts.format("%Y-%m-%d %H:%M"))
    }

    /// What was agreed, and how much money it is about.
    pub(super) fn agreed(&self) -> Part {
        let subject = self.agreement().map_or("", |agreement| &agreement.subject);
        let amount = self
            .agreement()
            .and_then(|agreement| agreement.fen)
            .map(|fen| self.texts.agreed_amount(yuan(fen)));
        let told: Vec<String> = [subject.to_owned()].into_iter().chain(amount).collect();
        Part::Text { label: self.texts.agreed(), words: told.join("\n"), lines: 5 }
    }

    /// How much money the agreement is about.
    pub(super) fn amount(&self) -> String {
        let fen = self.agreement().and_then(|agreement| agreement.fen);
        fen.map_or_else(String::new, |fen| self.texts.yuan(yuan(fen)))
    }

    /// By when it is to be done.
    pub(super) fn performance(&self) -> Part {
        let day = self.agreement().and_then(|agreement| agreement.perform_by);
        let words = day.map_or_else(String::new, |day| self.texts.perform_by(day));
        Part::Text { label: self.texts.performance(), words, lines: 2 }
    }

    fn agreement(&self) -> Option<&Agreement> {
        self.matter.mediation?.agreement.as_ref()
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
        ticked(&kinds, &sure)
    }

    /// Where the case comes from, ticked where its origin says so. A word in a group may be anybody's: whether it was an
    /// application is for the mediator to say.
    pub(super) fn origins(&self) -> String {
        let origins = self.texts.origins();
        let sure = match self.matter.case.origin {
            Origin::Bot | Origin::Visit | Origin::Phone => self.texts.origin_application(),
            Origin::Found => self.texts.origin_found(),
            Origin::Referral => self.texts.origin_referral(),
            Origin::Group => return origins,
        };
        ticked(&origins, &sure)
    }
}

/// Boxes with the one before these words ticked.
pub(super) fn ticked(boxes: &str, words: &str) -> String {
    boxes.replace(&format!("□{words}"), &format!("☑{words}"))
}

/// The fields of a person, of which the first asks for the name.
fn named<const FIELDS: usize>(labels: [String; FIELDS], name: &str) -> Part {
    let values = [name].into_iter().chain(std::iter::repeat(""));
    Part::Fields(labels.into_iter().zip(values.map(str::to_owned)).collect())
}
