"""scikit-learn's MLPClassifier without momentum or regularisation.

Targets in several columns make its outputs sigmoids with the cross-entropy. The examples are put in order beforehand,
so it need not gather them; every epoch starts from weights that are put into its place.
"""

import warnings

from tests.benchmarks.engine.networks.work import Layers, Train, Training, contestant


def prepare(work: Training, dtype: type) -> Train:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    x, y = work.data(dtype)
    order = work.batches().reshape(-1)
    x, y = x[order], y[order].astype(int)
    (start,) = work.starts(dtype)
    model = MLPClassifier(
        hidden_layer_sizes=work.sizes[1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        batch_size=work.batch_size,
        learning_rate_init=work.eta,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=False,
        max_iter=1,
        warm_start=True,
    )

    def train(steps: int) -> list[Layers]:
        examples = steps * work.batch_size
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch is what is wanted
            if not hasattr(model, "coefs_"):
                model.fit(x[: work.batch_size], y[: work.batch_size])
            model.coefs_ = [w.T.copy() for w, _ in start]
            model.intercepts_ = [b.copy() for _, b in start]
            model.fit(x[:examples], y[:examples])
        return [[(w.T, b) for w, b in zip(model.coefs_, model.intercepts_, strict=True)]]

    return train


one = contestant(prepare)
