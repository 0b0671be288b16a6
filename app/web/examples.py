"""A worked answer for each endpoint of the OpenAPI document; the questions stand with their routes.

They are what the server answers to those questions, but for three things: numbers are rounded to six digits, long lists
and texts break off after their beginning, and objects leave out what would fill a page. A test compares them with what
is answered.
"""

from typing import Any

from app import __version__

JOB = "83iMXgzTlUEt3atd4WrZZA"

PARAMETERS: dict[str, dict[str, Any]] = {
    "get /api/v1/curves": {"cost": "cross-entropy", "activation": "sigmoid", "y": 0, "low": -6, "high": 6},
    "post /api/v1/simulations": {"format": "json"},
    "post /api/v1/sweeps": {"format": "json"},
    "get /api/v1/sweeps/{job_id}": {"job_id": JOB},
    "delete /api/v1/sweeps/{job_id}": {"job_id": JOB},
    "get /api/v1/sweeps/{job_id}/result": {"job_id": JOB, "format": "json", "partial": False},
}
"""What stands in the address, by route."""

ANSWERS: dict[str, dict[str, dict[str, Any]]] = {
    "get /api/v1/presets": {
        "200": {
            "application/json": [
                {
                    "name": "quadratic-wrong",
                    "title": "Quadratic cost, wrong",
                    "description": "The output starts at 0.82 where 0 is wanted, and soon falls.",
                    "experiment": {
                        "kind": "neuron",
                        "cost": "quadratic",
                        "activation": "sigmoid",
                        "w": 0.6,
                        "b": 0.9,
                        "x": 1.0,
                        "y": 0.0,
                        "eta": 0.15,
                        "epochs": 300,
                    },
                }
            ]
        }
    },
    "get /api/v1/limits": {
        "200": {
            "application/json": {
                "epochs": 100000,
                "inputs": 16,
                "examples": 200,
                "values": 5000000,
                "hidden_layers": 6,
                "layer_neurons": 1000,
                "parameters": 5000000,
                "batch_size": 10000,
                "batch_activations": 5000000,
                "experiments": 10000,
                "batch_values": 40000000,
                "batch_work": 2000000000000,
                "training_work": 10000000000000,
                "lanes": 4,
                "body_bytes": 1048576,
                "batch_bytes": 4194304,
                "message_bytes": 65536,
                "sweep_cells": 4000000,
                "sweep_cost": 20000000000,
                "sweep_cells_at_once": 250000,
                "sweep_cost_at_once": 100000000,
                "sweep_jobs": 64,
                "sweep_kept_cells": 32000000,
                "sweep_kept_seconds": 600.0,
            }
        }
    },
    "get /api/v1/schema": {
        "200": {
            "application/json": {
                "experiment": {
                    "anyOf": [{"$ref": "#/$defs/NeuronExperiment"}, {"$ref": "#/$defs/NetworkExperiment"}],
                },
                "stream": {
                    "client": {"discriminator": {"propertyName": "type"}},
                    "server": {"discriminator": {"propertyName": "type"}},
                },
            }
        }
    },
    "get /api/v1/problems": {
        "200": {
            "application/json": [
                {
                    "name": "xor",
                    "label": "XOR",
                    "summary": "Exclusive or: 1 where exactly one of two inputs is 1. It needs a hidden layer.",
                    "options": [
                        {
                            "name": "n",
                            "kind": "int",
                            "label": "Examples",
                            "summary": "How many points there are to learn from.",
                            "default": 4,
                            "low": 4.0,
                            "high": 10000.0,
                            "choices": None,
                        },
                    ],
                    "available": True,
                    "reason": None,
                    "given": False,
                }
            ]
        }
    },
    "post /api/v1/problems": {
        "200": {
            "application/json": {
                "problem": {"name": "moons", "n": 200, "noise": 0.2, "seed": 0},
                "examples": 200,
                "test_examples": 200,
                "inputs": 2,
                "outputs": 2,
                "classes": ["0", "1"],
                "features": ["x1", "x2"],
                "image": None,
                "points": [{"x": -1.361, "y": 0.3384, "label": 0}, {"x": 0.1853, "y": -0.5767, "label": 1}],
                "shown": [{"inputs": [-1.361, 0.3384], "label": 0, "targets": [1.0, 0.0]}],
            }
        }
    },
    "post /api/v1/simulations": {
        "200": {
            "application/json": {
                "results": [
                    {
                        "experiment": {
                            "kind": "neuron",
                            "cost": "quadratic",
                            "activation": "sigmoid",
                            "w": 2.0,
                            "b": 2.0,
                            "x": 1.0,
                            "y": 0.0,
                            "eta": 0.15,
                            "epochs": 300,
                        },
                        "trace": None,
                        "summary": {
                            "initial_output": 0.982014,
                            "final_output": 0.202848,
                            "initial_cost": 0.482176,
                            "final_cost": 0.0205737,
                            "epochs_to_half": 232,
                            "fastest_epoch": 221,
                            "plateau_theory": 230.143,
                            "diverged": None,
                        },
                    },
                    {
                        "experiment": {
                            "kind": "neuron",
                            "cost": "cross-entropy",
                            "activation": "sigmoid",
                            "w": 2.0,
                            "b": 2.0,
                            "x": 1.0,
                            "y": 0.0,
                            "eta": 0.15,
                            "epochs": 300,
                        },
                        "trace": None,
                        "summary": {
                            "initial_output": 0.982014,
                            "final_output": 0.0120087,
                            "initial_cost": 4.01815,
                            "final_cost": 0.0120814,
                            "epochs_to_half": 17,
                            "fastest_epoch": 12,
                            "plateau_theory": 16.6056,
                            "diverged": None,
                        },
                    },
                ]
            },
            "text/csv": "run,kind,cost,activation,w,b,x,y,eta,epochs,initial_output,final_output,initial_cost,"
            "final_cost,epochs_to_half,fastest_epoch,plateau_theory,diverged\n"
            "0,neuron,quadratic,sigmoid,2.0,2.0,1.0,0.0,0.15,300,0.9820137900379085,0.20284842426777652,"
            "0.48217554191230866,0.020573741613959935,232,221,230.14345128388027,\n",
        }
    },
    "post /api/v1/sweeps": {
        "200": {
            "application/json": {
                "axes": {"w": [-2.0, 0.0, 2.0], "b": [0.0, 2.0]},
                "measure": "epochs_to_half",
                "values": [[0, 1], [1, 52], [52, 232]],
            },
            "text/csv": "w,b,epochs_to_half\n-2.0,0.0,0\n-2.0,2.0,1\n0.0,0.0,1\n0.0,2.0,52\n",
        },
        "202": {
            "application/json": {
                "id": JOB,
                "state": "waiting",
                "done": 0.0,
                "seconds_left": None,
                "cells": 6,
                "measure": "epochs_to_half",
                "shape": [3, 2],
                "kept_seconds": 600.0,
                "problem": None,
                "result": f"/api/v1/sweeps/{JOB}/result",
            }
        },
    },
    "get /api/v1/curves": {
        "200": {
            "application/json": {
                "z": [-6.0, -5.9375, -5.875],
                "cost": [0.00247569, 0.00263514, 0.00280486],
                "delta": [0.00247262, 0.00263167, 0.00280093],
            }
        }
    },
    "post /api/v1/plateaus": {
        "200": {
            "application/json": {
                "applies": True,
                "reason": None,
                "kappa": 0.3,
                "start": 4.0,
                "start_epochs": 232,
                "z": [0.0, 0.05, 0.1],
                "costs": {
                    "quadratic": {
                        "theory": [0.0, 1.31721, 2.60431],
                        "simulated": {"z": [0.5, 1.0, 1.5], "epochs": [13, 24, 36]},
                    },
                    "cross-entropy": {
                        "theory": [0.0, 0.329235, 0.650542],
                        "simulated": {"z": [0.5, 1.0, 1.5], "epochs": [3, 6, 8]},
                    },
                },
            }
        }
    },
    "post /api/v1/rates": {"200": {"application/json": {"eta": 0.0154262, "reference": 0.202848, "other": 0.202848}}},
    "post /api/v1/surfaces": {
        "200": {
            "application/json": {
                "w1": [-5.0, -2.5, 0.0, 2.5, 5.0],
                "w2": [-5.0, -2.5, 0.0, 2.5, 5.0],
                "cost": [
                    [0.327951, 0.281634, 0.175246, 0.115594, 0.0139706],
                    [0.332194, 0.281356, 0.134004, 0.0188018, 0.00487805],
                    [0.406795, 0.314993, 0.112092, 0.0845892, 0.084244],
                    [0.432728, 0.285376, 0.170174, 0.15625, 0.156077],
                    [0.340959, 0.281307, 0.179684, 0.165931, 0.165759],
                ],
            }
        }
    },
    "post /api/v1/exports": {
        "200": {
            "text/csv": f"# Learning Slowdown Lab {__version__}\n"
            "# row k is the state before update k, so n epochs give n + 1 rows\n"
            '# {"kind": "neuron", "cost": "quadratic", "activation": "sigmoid", "w": 2.0, "b": 2.0, "x": 1.0, '
            '"y": 0.0, "eta": 0.15, "epochs": 300}\n'
            '# {"kind": "neuron", "cost": "cross-entropy", "activation": "sigmoid", "w": 2.0, "b": 2.0, "x": 1.0, '
            '"y": 0.0, "eta": 0.15, "epochs": 300}\n'
            "run,epoch,w,b,z,a,cost,slope,delta,grad_w,grad_b\n"
            "0,0,2.0,2.0,4.0,0.9820137900379085,0.48217554191230866,0.017662706213291114,0.01734502107084012,"
            "0.01734502107084012,0.01734502107084012\n"
        }
    },
    "post /api/v1/softmax": {
        "200": {
            "application/json": {
                "a": [0.314536, 0.00949817, 0.633398, 0.0425678],
                "sum": 1.0,
                "jacobian": [[0.215603, -0.00298752, -0.199226, -0.0133891], [-0.00298752, 0.00940795]],
                "sigmoids": {"a": [0.924142, 0.268941, 0.960834, 0.622459], "sum": 2.776377},
                "truth": {
                    "label": 1,
                    "cost": 4.656656,
                    "delta": [0.314536, -0.990502, 0.633398, 0.0425678],
                    "quadratic": {"cost": 0.741516, "delta": [-0.0559855, -0.0140861, 0.0892255, -0.0191539]},
                },
                "raised": {
                    "index": 3,
                    "by": 1.0,
                    "a": [0.293098, 0.00885079, 0.590227, 0.107825],
                    "change": [-0.0214382, -0.000647378, -0.0431713, 0.0652569],
                },
            }
        }
    },
    "post /api/v1/softmax/inverse": {
        "200": {
            "application/json": {
                "z": [-2.302585, -1.609438, -1.203973, -0.916291],
                "a": [0.1, 0.2, 0.3, 0.4],
            }
        }
    },
    "post /api/v1/cross-entropy": {
        "200": {
            "application/json": {
                "q": [[0.5, 0.2, 0.3], [0.8, 0.1, 0.1]],
                "forms": {
                    "categorical": {
                        "values": [0.693147, 0.223144],
                        "mean_per_example": 0.458145,
                        "mean_over_elements": 0.152715,
                        "infinite": [],
                    },
                    "per_output": {"values": [1.272966, 0.433865], "mean_per_example": 0.853415},
                },
                "least": {"categorical": [0.0, 0.0]},
                "clipped": {"at": 1e-10, "elements": []},
            }
        }
    },
    "get /healthz": {"200": {"application/json": {"status": "ok"}}},
    "get /readyz": {"200": {"application/json": {"status": "ready"}}},
    "get /version": {"200": {"application/json": {"name": "Learning Slowdown Lab", "version": __version__}}},
    "get /api/v1/sweeps/{job_id}": {
        "200": {
            "application/json": {
                "id": JOB,
                "state": "finished",
                "done": 1.0,
                "seconds_left": 0.0,
                "cells": 6,
                "measure": "epochs_to_half",
                "shape": [3, 2],
                "kept_seconds": 597.5,
                "problem": None,
                "result": f"/api/v1/sweeps/{JOB}/result",
            }
        }
    },
    "get /api/v1/sweeps/{job_id}/result": {
        "200": {
            "application/json": {
                "axes": {"w": [-2.0, 0.0, 2.0], "b": [0.0, 2.0]},
                "measure": "epochs_to_half",
                "values": [[0, 1], [1, 52], [52, 232]],
            }
        }
    },
}
"""By route, status and media type."""


def with_examples(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with the answers, and what stands in addresses, put into it."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            name = f"{method} {path}"
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in PARAMETERS.get(name, {}):
                    parameter["example"] = PARAMETERS[name][parameter["name"]]
            for status, contents in ANSWERS.get(name, {}).items():
                for media_type, example in contents.items():
                    operation["responses"][status]["content"][media_type]["example"] = example
    return document
