//! A message of ours in plain letters.

use crate::domain::message::Outbound;

/// The message under its number, its buttons below it.
pub(super) fn message(number: usize, amended: bool, outbound: &Outbound) -> String {
    let updated = if amended { "（已更新）" } else { "" };
    let mut lines = vec![format!("[{number}] {updated}{}", plain(&outbound.text.replace("**", "")))];
    if let Some(file) = &outbound.file {
        lines.push(format!("    〔文件〕{}", plain(file.name.as_deref().unwrap_or_default())));
    }
    if let Some((north, east)) = outbound.place {
        lines.push(format!("    〔位置〕{north:.5}, {east:.5}"));
    }
    let mut count = 0_usize;
    lines.extend(outbound.buttons.iter().map(|row| {
        let labels = row.iter().map(|button| {
            count += 1;
            numbered(count, &plain(&button.label))
        });
        format!("    {}", labels.collect::<Vec<_>>().join("   "))
    }));
    lines.push("\n".into());
    lines.join("\n")
}

/// A label that has a number of its own is picked by it; any other by its place behind a colon.
fn numbered(place: usize, label: &str) -> String {
    let own = label.split_once(' ').is_some_and(|(number, _)| number.parse() == Ok(place));
    if own { label.to_owned() } else { format!(":{place} {label}") }
}

/// Without the signs that steer a terminal: other people's words are printed here.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
