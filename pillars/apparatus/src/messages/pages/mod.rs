//! Screens of conversations: the thread on both sides, what waits for an answer, one's own threads, standing answers.

pub mod answer_form;
pub mod answers;
pub mod applicant;
pub mod conclude;
pub mod file;
pub mod list;
pub mod mine;
pub mod staff;
pub mod staff_send;
mod thread;

use ui::{Field, FieldKind};

/// A picker for several files, by the rules of the day.
fn files(ctx: &platform::Ctx, most: usize, error: Option<String>) -> platform::error::Result<Field> {
    let rules = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    let words =
        format!("{} {}", rules.words(ctx), ctx.tn("messages-files-most", &[("most", most.to_string())]));
    let mut field =
        Field::file("tep", ctx.t("messages-files"), rules.accept(), words).error(error).optional();
    if let FieldKind::File { multiple, .. } = &mut field.kind {
        *multiple = true;
    }
    Ok(field)
}
