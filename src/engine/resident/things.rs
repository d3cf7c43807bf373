//! Photos, files, voice notes, places, numbers, corrections and stickers: passed on in a case, else kept for one or said
//! what to do.

use crate::domain::attachment::Attachment;
use crate::engine::casework;
use crate::engine::facts::Need;
use crate::engine::mediating::Mediating;
use crate::engine::session::{Flow, Kept};
use crate::engine::turn::Turn;

use super::earlier::{self, Went};
use super::whose::{self, Belongs, Thread};
use super::{ahead, danger, greeting, language, menu, nearby, open, party, question, words};

/// A file came, perhaps with words below it.
pub(super) fn file(
    turn: &mut Turn<'_>,
    file: &Attachment,
    caption: &str,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let reading = turn.world.rules.catalogue.read(caption);
    let welcome = file.is_welcome();
    if danger::is_meant(&reading) {
        language::follow(turn, caption, &reading);
        return danger::met(turn, caption, welcome.then_some(file), &reading);
    }
    if !welcome {
        return unwelcome(turn, caption, reply_to);
    }
    let kept = Kept::File(file.clone(), caption.to_owned());
    if belongs(turn, reply_to, kept)? {
        return question::again(turn);
    }
    greeting::in_passing(turn);
    let text = ahead::keep(turn, file);
    if caption.trim().is_empty() && !question::is_open(turn) {
        menu::offered(turn, text);
        return Ok(());
    }
    turn.reply(text);
    if caption.trim().is_empty() { question::again(turn) } else { words::came(turn, caption, None) }
}

/// Nobody opens such a file: it is not kept, and it is said what can be sent. The words below it go their way.
fn unwelcome(turn: &mut Turn<'_>, caption: &str, reply_to: Option<&str>) -> Result<(), Need> {
    greeting::in_passing(turn);
    let text = turn.texts().file_unwelcome();
    if !caption.trim().is_empty() {
        turn.reply(text);
        return words::came(turn, caption, reply_to);
    }
    menu::offered(turn, text);
    question::again(turn)
}

/// A place was shared.
pub(super) fn location(
    turn: &mut Turn<'_>,
    latitude: f64,
    longitude: f64,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let place = (latitude, longitude);
    let asked = matches!(turn.session.flow, Flow::Room { .. });
    if let Some(nearest) = nearby::nearest(turn, place).filter(|_| asked) {
        if let Belongs::To(Thread::Case(case)) = whose::of_thing(turn, reply_to)? {
            casework::pass_on_place(turn, &case, place)?;
        }
        nearby::offer(turn, nearest);
        return Ok(());
    }
    let without = turn.texts().location_first();
    given(turn, without, reply_to, Kept::Place(latitude, longitude))
}

/// A phone number was shared, by the person's own act.
pub(super) fn phone(turn: &mut Turn<'_>, number: &str, reply_to: Option<&str>) -> Result<(), Need> {
    if let Flow::Mediating(Mediating::Contact(code)) = turn.session.flow.clone() {
        return party::contact_given(turn, &code, number);
    }
    let words = open::texts_of_staff(turn).phone(number);
    let without = turn.texts().phone_first();
    given(turn, without, reply_to, Kept::words(&words))
}

/// An earlier message was corrected: the matter it went to is told, whichever the person is in now. What went to none is as
/// good as new.
pub(super) fn edited(
    turn: &mut Turn<'_>,
    message: &str,
    text: &str,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let reading = turn.world.rules.catalogue.read(text);
    if danger::is_meant(&reading) {
        return danger::met(turn, text, None, &reading);
    }
    let to = match earlier::went(turn, message)? {
        Went::To(to) => Some(to),
        Went::Nowhere if turn.session.kept.is_empty() => None,
        Went::Nowhere | Went::Unknown => nearby_now(turn, reply_to)?,
    };
    if let Some(to) = to
        && settled(turn, to, Kept::Words(text.to_owned(), true))?
    {
        return question::again(turn);
    }
    if question::is_open(turn) {
        turn.reply(turn.texts().edited_here());
        return question::again(turn);
    }
    words::came(turn, text, None)
}

/// Where a correction goes of which nobody knows what it corrects: as anything else would; but a change of words long past,
/// with nothing going on near it, may as well be something new.
fn nearby_now(turn: &Turn<'_>, reply_to: Option<&str>) -> Result<Option<Belongs>, Need> {
    let to = whose::of_thing(turn, reply_to)?;
    let near = !matches!(to, Belongs::Unsure(_)) || !whose::near(turn)?.is_empty();
    Ok(near.then_some(to))
}

/// A sticker or the like.
pub(super) fn other(turn: &mut Turn<'_>) -> Result<(), Need> {
    greeting::in_passing(turn);
    menu::offered(turn, turn.texts().wordless());
    question::again(turn)
}

/// Something to pass on; with nothing going on it is said that it was not kept.
fn given(turn: &mut Turn<'_>, without: String, reply_to: Option<&str>, kept: Kept) -> Result<(), Need> {
    if !belongs(turn, reply_to, kept)? {
        greeting::in_passing(turn);
        menu::offered(turn, without);
    }
    question::again(turn)
}

/// Brings something to where it belongs, or asks; `false` if the person has nothing going on.
fn belongs(turn: &mut Turn<'_>, reply_to: Option<&str>, kept: Kept) -> Result<bool, Need> {
    let to = whose::of_thing(turn, reply_to)?;
    settled(turn, to, kept)
}

fn settled(turn: &mut Turn<'_>, to: Belongs, kept: Kept) -> Result<bool, Need> {
    match to {
        Belongs::To(thread) => whose::pass(turn, &thread, &[kept])?,
        Belongs::Ended(case) => whose::ended(turn, &case, kept)?,
        Belongs::Unsure(among) => {
            let question = turn.texts().which_thing();
            whose::ask(turn, &among, question, kept);
        }
        Belongs::Nowhere => return Ok(false),
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use crate::domain::attachment::{Attachment, AttachmentKind};
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::engine::testing::story::{does, photo, says, street, taps};
    use crate::engine::testing::{ANNA, Street};

    fn with_case() -> Street {
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "民主村");
        anna
    }

    fn everything() -> [Body; 3] {
        [
            Body::File { file: photo(), caption: String::new() },
            Body::Location { latitude: 29.5, longitude: 106.5 },
            Body::Phone("13800000000".into()),
        ]
    }

    #[test]
    fn without_a_case_no_place_or_number_is_kept_and_it_is_said_what_to_do() {
        for body in everything().into_iter().skip(1) {
            let mut anna = street();
            let read = does(&mut anna, body);
            assert!(read.contains("没有留") && read.contains("先告诉我是什么事"), "{read}");
            assert!(read.contains("[1 问法律问题]") && anna.log.is_empty(), "{read}");
        }
    }

    #[test]
    fn in_a_case_everything_is_passed_on() {
        let mut anna = with_case();
        for body in everything() {
            let before = anna.log.len();
            assert!(does(&mut anna, body).starts_with("✓ 已转给"));
            assert_eq!(anna.log.len(), before + 1);
        }
        let notice = |street: &Street| street.last("周律师", Purpose::Notice).outbound.clone();
        assert!(notice(&anna).text.contains("13800000000"));
    }

    #[test]
    fn a_file_that_nobody_opens_is_not_passed_on_and_that_is_said() {
        let program = || Attachment {
            kind: AttachmentKind::File,
            name: Some("收据.exe".into()),
            mime: Some("application/pdf".into()),
            ..photo()
        };
        for mut anna in [street(), with_case()] {
            let before = anna.log.len();
            let read = does(&mut anna, Body::File { file: program(), caption: String::new() });
            assert!(read.contains("PDF") && read.contains("[1 "), "{read}");
            assert_eq!((anna.log.len(), anna.session(ANNA).ahead.len()), (before, 0));
        }
        let mut anna = with_case();
        let read = does(&mut anna, Body::File { file: program(), caption: "这是收据".into() });
        assert!(read.contains("PDF") && read.contains("✓ 已转给"), "{read}");
        let kept = anna.log.last().unwrap();
        assert!(kept.text == "这是收据" && kept.attachment.is_none());
        let read = does(&mut anna, Body::File { file: program(), caption: "他在打我".into() });
        assert!(read.starts_with("**请马上拨打"), "{read}");
    }

    #[test]
    fn in_the_middle_of_a_form_it_is_for_later() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        for body in everything() {
            let read = does(&mut anna, body);
            assert!(read.contains("（2/4）"), "{read}");
        }
        assert!(does(&mut anna, Body::Other("sticker".into())).contains("（2/4）"));
    }

    #[test]
    fn words_below_a_photo_are_not_asked_for_again() {
        let mut anna = street();
        let read = does(&mut anna, Body::File { file: photo(), caption: "老板拖欠工资怎么办".into() });
        assert!(read.contains("收到照片") && read.contains("先留好工资条"), "{read}");
    }

    #[test]
    fn a_correction_goes_to_the_case_or_is_a_new_message() {
        let edited = |text: &str| Body::Edited { message: "7".into(), text: text.into() };
        let mut anna = with_case();
        assert!(does(&mut anna, edited("是两千块")).starts_with("✓ 已转给"));
        assert!(anna.last("周律师", Purpose::Notice).outbound.text.contains("是两千块"));
        let mut anna = street();
        assert!(does(&mut anna, edited("协议离婚怎么办")).contains("双方一起去登记"));
        says(&mut anna, "申请调解");
        assert!(does(&mut anna, edited("协议离婚")).contains("返回"));
        assert!(does(&mut anna, edited("他在打我")).starts_with("**请马上拨打：**"));
    }

    #[test]
    fn a_sticker_an_empty_text_and_signs_are_answered() {
        let mut anna = street();
        says(&mut anna, "你好");
        for body in [Body::Other("sticker".into()), Body::Text(String::new()), Body::Text("😀😀".into())]
        {
            assert!(does(&mut anna, body).starts_with("收到。请用文字"));
        }
    }

    #[test]
    fn a_very_long_text_reaches_staff_whole() {
        let mut anna = street();
        let long = format!("协议离婚。{}完", "他又说话不算话，".repeat(4000));
        says(&mut anna, &long);
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        let case = anna.case();
        let rest = &case.details.last().unwrap().1;
        assert_eq!(format!("{}{rest}", case.summary), long);
        assert_eq!(case.summary.chars().count(), 4000);
    }
}
