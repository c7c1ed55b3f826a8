//! Operations of the programming interface on petitions: over the pages' own reading of forms, rights, acts and notes of looks.
//!
//! view.rs: how one is told, and the names of a form's fields here · give.rs: giving one and following one's own, for everybody ·
//! answers.rs: published answers · read.rs: the register, for the staff · acts.rs: what the staff do with a petition ·
//! questionnaires.rs: opinions asked for.

mod acts;
mod answers;
mod give;
mod questionnaires;
mod read;
mod view;

use super::slice::{HANDLE, PUBLISH, VIEW};
use platform::Access::{Permission, Public};
use platform::api::{Op, Operations};

const fn op(path: &'static str, id: &'static str, access: platform::Access, summary: &'static str) -> Op {
    Op { path, id, access, summary }
}

/// As the slice declares them.
pub fn operations() -> Operations {
    let (view, handle) = (Permission(VIEW), Permission(HANDLE));
    let open = Operations::new()
        .post(
            op("/petitions", "givePetition", Public, "Give a petition on a rule or on how it is applied"),
            give::give,
        )
        .post(
            op(
                "/petition-tracking",
                "findPetition",
                Public,
                "One's own petition by its code and one's contact",
            ),
            give::find,
        )
        .get(
            op(
                "/petition-tracking/{key}",
                "followPetition",
                Public,
                "How one's own petition goes on, by its key",
            ),
            give::follow,
        )
        .post(
            op(
                "/petition-tracking/{key}/complete",
                "completePetition",
                Public,
                "Add to one's own petition what the agency asked for",
            ),
            give::complete,
        )
        .post(
            op(
                "/petition-tracking/{key}/rate",
                "ratePetition",
                Public,
                "Say what one thinks of the answer, once, and ask for it to be looked at again",
            ),
            give::rate,
        )
        .get(
            op("/petition-answers", "listPetitionAnswers", Public, "Published answers, the latest first"),
            answers::list,
        )
        .get(
            op("/petition-answers/{code}", "getPetitionAnswer", Public, "One published answer"),
            answers::one,
        );
    let read = open
        .get(
            op("/petitions", "listPetitions", view, "Petitions of the caller's scope, the newest first"),
            read::list,
        )
        .get(op("/petitions/{id}", "getPetition", view, "One petition with its clock, answers and steps"), read::one)
        .get(
            op("/petitions/{id}/documents/{hash}", "getPetitionDocument", view, "A file that came with a petition"),
            read::document,
        )
        .post(
            op(
                "/petitions/register",
                "registerPetition",
                handle,
                "Enter a petition that was said, phoned in, posted or written on a questionnaire, and receive it",
            ),
            acts::register,
        );
    asked(acts(read))
}

/// What the staff do with a petition, in the order of its way.
fn acts(operations: Operations) -> Operations {
    let handle = Permission(HANDLE);
    operations
        .post(
            op(
                "/petitions/{id}/guide",
                "guidePetition",
                handle,
                "Ask the person for what is missing; the clock stands",
            ),
            acts::guide,
        )
        .post(
            op("/petitions/{id}/receive", "receivePetition", handle, "Receive and enter it in the register"),
            acts::receive,
        )
        .post(
            op(
                "/petitions/{id}/transfer",
                "transferPetition",
                handle,
                "Hand it to the agency that is to handle it; its clock counts anew",
            ),
            acts::transfer,
        )
        .post(
            op(
                "/petitions/{id}/pass-on",
                "passOnPetition",
                handle,
                "Pass on what is about an officer's delay",
            ),
            acts::pass_on,
        )
        .post(op("/petitions/{id}/take-up", "takeUpPetition", handle, "Begin to look at it"), acts::take_up)
        .post(
            op("/petitions/{id}/gather", "gatherPetition", handle, "Gather other opinions before answering"),
            acts::gather,
        )
        .post(
            op("/petitions/{id}/answer", "answerPetition", handle, "Answer by the six criteria"),
            acts::answer,
        )
        .post(
            op(
                "/petitions/{id}/publish",
                "publishPetition",
                Permission(PUBLISH),
                "Publish question and answer in words that tell nothing of the person",
            ),
            acts::publish,
        )
        .post(
            op(
                "/petitions/{id}/refuse",
                "refusePetition",
                handle,
                "Not take it up, on a ground of the decree",
            ),
            acts::refuse,
        )
        .post(
            op("/petitions/{id}/merge", "mergePetition", handle, "Join it with another that says the same"),
            acts::merge,
        )
        .post(
            op("/petitions/{id}/file", "filePetition", handle, "File it: nothing is left to do"),
            acts::file,
        )
}

/// Opinions asked for by questionnaires.
fn asked(operations: Operations) -> Operations {
    let (view, handle) = (Permission(VIEW), Permission(HANDLE));
    operations
        .get(
            op(
                "/questionnaires",
                "listQuestionnaires",
                view,
                "Questionnaires of the caller's scope, the newest first",
            ),
            questionnaires::list,
        )
        .get(
            op("/questionnaires/{id}", "getQuestionnaire", view, "One questionnaire with what was said"),
            questionnaires::one,
        )
        .post(
            op("/questionnaires", "issueQuestionnaire", handle, "Issue a questionnaire"),
            questionnaires::issue,
        )
        .post(
            op("/questionnaires/{id}/send", "sendQuestionnaire", handle, "Send it to more"),
            questionnaires::send,
        )
        .post(
            op("/questionnaires/{id}/book", "bookQuestionnaireReply", handle, "Book what one of them said"),
            questionnaires::book,
        )
        .post(
            op(
                "/questionnaires/{id}/chase",
                "chaseQuestionnaire",
                handle,
                "Chase who has not answered by the last day",
            ),
            questionnaires::chase,
        )
        .post(
            op("/questionnaires/{id}/close", "closeQuestionnaire", handle, "Close it with what was decided"),
            questionnaires::close,
        )
}
