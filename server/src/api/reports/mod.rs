//! What clients report after the fact.

mod llm_call;
mod tool_call;

pub(super) use llm_call::*;
pub(super) use tool_call::*;
