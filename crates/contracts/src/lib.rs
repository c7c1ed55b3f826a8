//! What pillars may say to each other: events, ports and shared references. No logic beyond reading their own data.

pub mod agencies;
pub mod campaigns;
pub mod costs;
pub mod counter;
pub mod desk;
pub mod dossier_cards;
pub mod dossiers;
pub mod fees;
pub mod final_review;
pub mod flows;
pub mod inspections;
pub mod joint;
pub mod load;
pub mod par_index;
pub mod petitions;
pub mod plans;
pub mod post;
pub mod procedure_cases;
mod procedure_parts;
pub mod procedure_uses;
pub mod procedures;
pub mod programme;
pub mod reports;
pub mod results;
pub mod returns;
pub mod satisfaction;
pub mod settlement;
pub mod shelf;
pub mod simplification;
pub mod targets;
mod term_words;
pub mod tools;
pub mod waiting;
pub mod workload;

pub use term_words::term_words;
