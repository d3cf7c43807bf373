//! Telegram's HTML, read as strictly as its documentation asks: what people see of it, or what is broken.

const TAGS: [&str; 16] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "tg-emoji",
    "code",
    "pre",
    "blockquote",
];

/// The text without markup.
pub fn plain(html: &str) -> Result<String, String> {
    let mut open: Vec<&str> = Vec::new();
    let (mut text, mut rest) = (String::new(), html);
    while let Some(at) = rest.find(['<', '>', '&']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        if let Some(markup) = from.strip_prefix('<') {
            let (tag, after) = markup.split_once('>').ok_or("a tag does not end")?;
            turn(tag, &mut open)?;
            rest = after;
        } else if let Some(markup) = from.strip_prefix('&') {
            let (name, after) = markup.split_once(';').ok_or("a bare &")?;
            text.push(entity(name)?);
            rest = after;
        } else {
            return Err("a bare >".into());
        }
    }
    text.push_str(rest);
    match open.pop() {
        Some(tag) => Err(format!("<{tag}> is never closed")),
        None => Ok(text),
    }
}

fn turn<'a>(tag: &'a str, open: &mut Vec<&'a str>) -> Result<(), String> {
    if let Some(name) = tag.strip_prefix('/') {
        let opened = open.pop().ok_or(format!("</{name}> closes nothing"))?;
        return if opened == name { Ok(()) } else { Err(format!("</{name}> closes <{opened}>")) };
    }
    let name = tag.split_whitespace().next().unwrap_or_default();
    if !TAGS.contains(&name) {
        return Err(format!("<{tag}> is no tag of Telegram's"));
    }
    open.push(name);
    Ok(())
}

fn entity(name: &str) -> Result<char, String> {
    match name {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        other => Err(format!("&{other}; is no entity of Telegram's")),
    }
}
