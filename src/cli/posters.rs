//! `fengqiao posters`: a page of A4 for each room, with the codes that open the bot there, and a list of the pages.

use std::path::{Path, PathBuf};

use askama::Template;
use qrcode::{Color, EcLevel, QrCode};

use crate::channels::telegram::start_link;
use crate::config::Config;
use crate::config::load::Home;
use crate::domain::directory::Room;
use crate::engine::papers::poster::{Poster, index, poster};

use super::{Failure, bot, complain, installed, say};

/// Where to.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder to write the pages into, from the current one; made if it is not there.
    #[arg(long, value_name = "FOLDER", default_value = "posters")]
    out: PathBuf,
}

/// A code to scan.
struct Code {
    /// What it opens.
    link: String,
    /// What stands below it.
    says: String,
    /// Its side in modules, with the quiet zone.
    side: usize,
    /// Its dark modules as an SVG path.
    path: String,
}

#[derive(Template)]
#[template(path = "papers/poster.html")]
struct Page<'a> {
    poster: &'a Poster,
    codes: Vec<Code>,
}

#[derive(Template)]
#[template(path = "papers/posters.html")]
struct Index {
    title: String,
    how: String,
    /// File and room.
    pages: Vec<(String, String)>,
}

/// The light margin that scanners need (ISO/IEC 18004), in modules.
const QUIET: usize = 4;

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let loaded = installed::load(&home)?;
    let config = &loaded.config;
    if !config.http.is_public() {
        return Err(Failure::Input(
            "posters need the address people reach this gateway by: set http.public_url in config/gateway.toml, \
             for example public_url = \"https://law.example.org\""
                .to_owned(),
        ));
    }
    let bot = bot::username(config).await;
    let folder = &arguments.out;
    std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
    let mut pages = Vec::new();
    for room in loaded.rules.directory.rooms() {
        let poster = poster(&loaded.rules, room);
        let name = format!("{}.html", room.code);
        let codes = codes(config, bot.as_deref(), room, &poster)?;
        write(&folder.join(&name), &Page { poster: &poster, codes })?;
        pages.push((name, poster.room));
    }
    let count = pages.len();
    let (title, how) = index(&loaded.rules);
    let index = Index { title, how, pages };
    write(&folder.join("index.html"), &index)?;
    if config.telegram.is_some() && bot.is_none() {
        complain("fengqiao: Telegram did not tell the bot's name; the posters have the web's code only");
    }
    say(format!("{count} posters: open {} and print", folder.join("index.html").display()))
}

/// The web's code, and Telegram's where the bot's name is known.
fn codes(config: &Config, bot: Option<&str>, room: &Room, poster: &Poster) -> Result<Vec<Code>, Failure> {
    let web = format!("{}/r/{}", config.http.public_url, room.code);
    let telegram = bot.map(|bot| start_link(bot, &format!("room_{}", room.code)));
    let mut codes = vec![code(web, &poster.web)?];
    if let Some(link) = telegram {
        codes.push(code(link, &poster.telegram)?);
    }
    Ok(codes)
}

/// Can be read with a quarter of it dirty or torn, as posters get.
fn code(link: String, says: &str) -> Result<Code, Failure> {
    let qr = QrCode::with_error_correction_level(&link, EcLevel::Q).map_err(|error| {
        Failure::Input(format!("http.public_url is too long for a code to scan: {error}"))
    })?;
    let width = qr.width();
    let dark = qr.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path =
        dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET)).collect();
    Ok(Code { link, says: says.to_owned(), side: width + 2 * QUIET, path })
}

fn write(file: &Path, page: &impl Template) -> Result<(), Failure> {
    let html = page.render().map_err(|error| Failure::Bug(error.into()))?;
    std::fs::write(file, html).map_err(|error| unwritten(file, &error))
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Input(format!("{} cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_light_margin() {
        let code = code("https://law.example/r/500107003003".into(), "扫").unwrap();
        let is_dark = |x: usize, y: usize| code.path.contains(&format!("M{x} {y}h1v1h-1z"));
        let last = code.side - QUIET - 1;
        for (x, y) in [(QUIET, QUIET), (last, QUIET), (QUIET, last)] {
            assert!(is_dark(x, y), "{x} {y}");
        }
        assert!((0..code.side).all(|at| !is_dark(at, QUIET - 1) && !is_dark(QUIET - 1, at)));
        assert!((0..code.side).all(|at| !is_dark(at, last + 1) && !is_dark(last + 1, at)));
        assert!(super::code("x".repeat(3000), "扫").is_err());
    }
}
