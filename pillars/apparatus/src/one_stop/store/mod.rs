//! All SQL of the one-stop: dossiers with their papers, steps, pauses, supplements, extensions, opinions and results.

mod apology;
mod book;
mod books;
mod cards;
mod desk;
mod details;
mod dossier;
mod facts;
mod flow;
mod flow_move;
mod lists;
mod load;
mod opinion;
mod pause;
mod returns;
mod signed;
mod tally;
mod today;
mod uses;
mod waiting;

pub use self::flow::{
    NOBODYS, PinnedRow, TimerRow, add_timer, end_row, fire_timer, flow_of, flow_procedures, held_by,
    mark_row_sent_back, open_steps, pin_flow, pinned_elsewhere, set_beside, set_marking, set_row_assignee,
    set_row_due, set_row_node, set_timer_node, set_timer_over, stop_timers, take_row_back, timers_of,
    timers_over, turn_of,
};
pub use apology::{
    Apology, ApologyRow, LateLetter, NewApology, add_late_letter, apologies, close_apology, late_letters,
    open_apology, prepare_apology,
};
pub use book::{BookRow, book, book_count};
pub use books::{
    BookOfYear, book_by_id, book_of_year, book_on, book_standing, books, close_book, codes_of, days_entered,
    entries, fingerprints, hold_book_on, lock_book, open_book,
};
pub use cards::{
    BesideRow, WorkRow, by_ids, courses, done_since, last_settled, of_identity, of_name, open_of,
    steps_beside, work_of,
};
pub use desk::{
    FeeRow, NewFee, add_fee, add_handover, add_words, cancel_fee, fee, fees, fees_of, handed_over, handover,
    handovers_of, plain_word, save_answers, save_people, word_begins, words_of, write_words,
};
pub use details::{Extended, Paper, ResultRow, StepRow, Supplement};
pub use details::{
    add_extension, add_paper, add_papers, add_result, add_supplement, answer_supplement, attach_scan,
    end_step, extensions, fill_paper, mark_sent_back, papers, results, set_step_due, start_step, steps,
    supplements, update_paper,
};
pub use dossier::{
    Dossier, NewDossier, by_code, by_idempotency_key, by_tracking_key, count_open_due_since, due_sort, get,
    give_back, groups_of_account, ids_of_account, insert, last_of_account, mark_told_late, mark_warned,
    next_in_scope, of_account, open_ids_received_since, received_last, save, set_filed, waiting_for_post,
};
pub use facts::{
    FactHand, FactOpinion, FactRequest, FactRow, fact_hands, fact_opinions, fact_requests, fact_rows,
    last_after,
};
pub use flow_move::{
    FlowMove, MoveItem, NewMoveItem, NotMoved, add_flow_move, end_flow_move, flow_move, flow_moves,
    item_left, item_moved, items_to_move, move_items,
};
pub use lists::{
    DeskRow, InboxRow, OF_FIELD_AND_STATE, OpinionRow, RegisterRow, Running, counts_by_state, every_dossier,
    inbox_closed, inbox_open, inbox_returning, opinions_waiting, owner_holds, passed_promises, register,
    running_promises,
};
pub use load::{ReceivedRow, asked_for, fared, received_count, received_list};
pub use opinion::{Closed, Opinion, add_opinion, answer_opinion, close_opinion, opinion, opinions};
pub use pause::{PauseRow, close_pause, open_pause, pause_rows, pauses};
pub use returns::{
    By, Narrow, NewReturn, ReturnCount, ReturnRow, add_returns, asked_again, filed_counts, return_counts,
    returns_list,
};
pub use signed::{
    SignedRow, VerifiedRow, last_result, point_at_shelf, signed_after, signed_of, verified_of,
    verified_of_person,
};
pub use tally::{Left, left};
pub use today::{Asked, Today, today};
pub use uses::{received_ids, spent};
pub use waiting::waiting;
