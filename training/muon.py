"""Muon (Jordan et al. 2024) for matrices: momentum made orthogonal by five Newton-Schulz steps, matrices of one shape together."""

import torch

A, B, C = 3.4445, -4.775, 2.0315


def orthogonal(matrices: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """[count, rows, columns] -> the same with singular values near 1."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.transpose(1, 2) if tall else matrices
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(steps):
        square = x @ x.transpose(1, 2)
        x = A * x + (B * square + C * square @ square) @ x
    return x.transpose(1, 2) if tall else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum; a step has the size lr * sqrt(max(1, rows / columns)); decoupled weight decay."""

    def __init__(self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.01):
        super().__init__(parameters, {'lr': lr, 'momentum': momentum, 'weight_decay': weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            by_shape: dict[torch.Size, list] = {}
            for parameter in group['params']:
                by_shape.setdefault(parameter.shape, []).append(parameter)
            for shape, parameters in by_shape.items():
                directions = []
                for parameter in parameters:
                    state = self.state[parameter]
                    if not state:
                        state['momentum'] = torch.zeros_like(parameter)
                    state['momentum'].lerp_(parameter.grad, 1 - group['momentum'])
                    directions.append(parameter.grad.lerp(state['momentum'], group['momentum']))
                size = group['lr'] * max(1.0, shape[0] / shape[1]) ** 0.5
                for parameter, direction in zip(parameters, orthogonal(torch.stack(directions))):
                    parameter.mul_(1 - group['lr'] * group['weight_decay']).add_(direction, alpha=-size)
