//! All SQL of satisfaction.

mod answers;
mod invites;
mod papers;
mod sets;
mod tally;
mod waves;

pub use answers::{AnswerRow, EVIDENCE, answers_of, insert_answers, list, sheet_of};
pub use invites::{
    Invite, NewInvite, by_dossier, by_id, by_token, delete_unanswered, ids_of_dossiers, insert, insert_many,
    mark_answered, open_list,
};
pub use papers::{
    NewPaper, Paper, add_paper, check_paper, correct_paper, paper, paper_of, papers, unchecked,
};
pub use sets::{add_set, all_sets, set};
pub use tally::{DislikedRow, add_to_tally, disliked, months, rated_agencies, rebuild_tally, tally};
pub use waves::{
    NewWave, Wave, WaveWords, add_wave, change_wave, close_wave, closed_waves, due_waves, frozen, given,
    hold_wave, in_wave, standing, wave, wave_units, waves,
};
