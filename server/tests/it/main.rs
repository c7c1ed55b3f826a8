//! The product as one: its architecture, its rights, and the stories of its users, over HTTP on a real database.

mod architecture;
mod bad_input;
mod city;
mod forms;
mod journeys;
mod pages;
mod rights;
