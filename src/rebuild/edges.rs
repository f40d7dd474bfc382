//! The edges of two grids put together.

/// The edges of both, in order; those within `same` points of each other are one.
pub(super) fn joined(a: &[f32], b: &[f32], same: f32) -> Vec<f32> {
    let mut edges: Vec<f32> = a.iter().chain(b).copied().collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|next, edge| *next - *edge <= same);
    edges
}

/// Which edge is the nearest.
pub(super) fn nearest(edges: &[f32], at: f32) -> usize {
    let distance = |i: &usize| (edges[*i] - at).abs();
    (0..edges.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_that_are_nearly_one_are_one() {
        let edges = joined(&[0.0, 50.0, 100.0], &[1.0, 75.0, 100.5], 2.0);
        assert_eq!(edges, [0.0, 50.0, 75.0, 100.0]);
        assert_eq!([1.0, 60.0, 100.5].map(|at| nearest(&edges, at)), [0, 1, 3]);
    }
}
