//! `fengqiao draft CODE --form FORM`: a paper of a mediation, filled from the case, to be printed and signed by hand.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::config::load::Home;
use crate::domain::code::CaseCode;
use crate::domain::paper::{Form, Paper};
use crate::engine::papers::{self, Matter};
use crate::runtime::clock::Clock;
use crate::runtime::papers::{docx, html};

use super::{Failure, installed, say};

/// Which paper of which case, and where to.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The case's code.
    code: String,
    /// Which paper.
    #[arg(long, value_enum)]
    form: FormName,
    /// The file to write: HTML, or .docx if its name ends so. Without it the HTML goes to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Forms as the command line names them.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormName {
    /// 人民调解申请书
    Application,
    /// 人民调解受理登记表
    Intake,
    /// 人民调解记录
    Record,
    /// 人民调解协议书
    Agreement,
    /// 人民调解口头协议登记表
    Oral,
    /// 人民调解回访记录
    Callback,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Application => Self::Application,
            FormName::Intake => Self::Intake,
            FormName::Record => Self::Record,
            FormName::Agreement => Self::Agreement,
            FormName::Oral => Self::OralAgreement,
            FormName::Callback => Self::CallBack,
        }
    }
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let unknown = || Failure::Input(format!("{}: there is no case with this code", arguments.code));
    let code = CaseCode::parse(&arguments.code).ok_or_else(unknown)?;
    let installed = installed::open(&home, installed::load(&home)?).await?;
    let found = installed.store.read(move |conn| {
        let code = code.clone();
        Box::pin(async move {
            let Some(case) = conn.case_by_code(&code).await? else { return Ok(None) };
            let owner = match &case.owner {
                Some(owner) => conn.staff(owner).await?,
                None => None,
            };
            let parties = conn.parties_of(&case.id).await?;
            let mediation = conn.mediation(&case.id).await?;
            let (booking, log) = (conn.booking_of(&case.id).await?, conn.log(&case.id).await?);
            Ok(Some((case, owner, parties, mediation, booking, log)))
        })
    });
    let (case, owner, parties, mediation, booking, log) = found.await?.ok_or_else(unknown)?;
    if !papers::has_papers(&case) {
        return Err(Failure::Input(format!(
            "{} is a case of {}; these are papers of mediations",
            case.code,
            case.service.code()
        )));
    }
    let mediator = owner.as_ref().map_or("", |owner| &owner.name);
    let matter = Matter {
        rules: &installed.loaded.rules,
        case: &case,
        mediator,
        parties: &parties,
        mediation: mediation.as_ref(),
        booking: booking.as_ref(),
        log: &log,
    };
    let paper = papers::draft(matter, arguments.form.into(), Clock::System.now());
    match &arguments.output {
        Some(file) => written(file, &paper),
        None => say(html(&paper).map_err(|error| Failure::Bug(error.into()))?),
    }
}

fn written(file: &Path, paper: &Paper) -> Result<(), Failure> {
    let is_docx = file.extension().is_some_and(|end| end.eq_ignore_ascii_case("docx"));
    let bytes = match is_docx {
        true => docx(paper).map_err(|error| Failure::Bug(error.into()))?,
        false => html(paper).map_err(|error| Failure::Bug(error.into()))?.into_bytes(),
    };
    std::fs::write(file, bytes)
        .map_err(|error| Failure::Input(format!("{} cannot be written: {error}", file.display())))?;
    say(format!("{} · {} → {}", paper.mark, paper.title, file.display()))
}
