"""How sure a result is: the same competition scored many times with other weights, params, figures and judges."""
