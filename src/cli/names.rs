//! `mtaudit names`: the names of an archive, how often and in which spellings they stand there.

mod inventory;
mod print;

use super::args::{Global, Names, NamesFormat};
use super::narrow::Narrow;
use super::run::show_problem;
use super::session::Session;
use super::texts::{format_options, sources};
use super::{Exit, complain, style};
use inventory::Inventory;
use mtaudit::formats;
use std::io::{self, BufWriter, Write};

/// Runs the command.
pub fn run(global: &Global, arguments: &Names) -> anyhow::Result<Exit> {
    let session = Session::open(global)?;
    let narrow = Narrow::new(&arguments.texts)?;
    let options = format_options(&session, &arguments.texts)?;
    let mut inventory = Inventory::new(&session, arguments.texts.lang.as_deref());
    let mut exit = session.exit();
    for source in sources(&arguments.texts, &session, &[]) {
        let documents = match source {
            Ok(source) => formats::documents(&source, &options),
            Err(problem) => Box::new(std::iter::once(Err(problem))),
        };
        for document in documents {
            match document {
                Ok(document) if narrow.keeps(&document) => inventory.take(&document),
                Ok(_) => {}
                Err(problem) => {
                    if problem.is_error() {
                        exit = Exit::Abnormal;
                    }
                    show_problem(&problem, false);
                }
            }
        }
    }
    for item in narrow.missing() {
        exit = Exit::Abnormal;
        complain(&style::error(&style::safe(&item)));
    }
    narrow.notes().iter().for_each(|note| complain(&style::note(note)));
    if inventory.documents() == 0 && exit == Exit::Clean && !narrow.left_out() {
        complain(&style::error("nothing was read: no file could be read as text"));
        exit = Exit::Abnormal;
    }
    if inventory.is_full() {
        complain(&style::note("so many different names that those met last are not listed"));
    }
    let names = inventory.names(arguments.min_documents, arguments.variants);
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = match (arguments.as_entities, arguments.output_format) {
        (true, _) => print::entities(&names, &mut out),
        (false, NamesFormat::Table) => print::table(&names, &mut out),
        (false, NamesFormat::Json) => print::json(&names, &mut out),
        (false, NamesFormat::Csv) => print::csv(&names, &mut out),
    };
    match printed.and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(exit),
        result => Ok(result.map(|()| exit)?),
    }
}
